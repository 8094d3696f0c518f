"""Files of people: pictures decoded and written anew, documents by a short list, each handed out only to who may see it."""
