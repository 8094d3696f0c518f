"""Taking part by mail: who somebody is when a mail comes in, and what the house answers when it can't be done."""
