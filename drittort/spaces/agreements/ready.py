"""Five agreements to begin with. A house keeps them, changes them or writes its own; they are its words from then on, in both languages."""

READY: tuple[dict[str, tuple[str, str]], ...] = (
    {
        "de": (
            "Wir grüßen, wen wir treffen, auch wenn wir den Namen noch nicht wissen.",
            "Mit einem Hallo fängt alles an. Wer neu ist, merkt daran: Ich bin gemeint.",
        ),
        "en": (
            "We say hello to whoever we meet, even before we know the name.",
            "Everything here begins with a hello. It tells somebody new: this means you.",
        ),
    },
    {
        "de": (
            "Telefoniert wird dort, wo eine Tür zugeht.",
            "Ruhe gehört uns allen. Ein einziges Gespräch am Nachbartisch, und sie ist weg.",
        ),
        "en": (
            "Calls are made where a door can be shut.",
            "Quiet belongs to all of us. One call at the next desk, and it is gone.",
        ),
    },
    {
        "de": (
            "Wir verlassen jeden Platz so, wie wir ihn gern vorfinden.",
            "Nach uns kommt jemand. Und hier ist niemand eingezogen, um hinter anderen herzuräumen.",
        ),
        "en": (
            "We leave every place the way we like to find it.",
            "Somebody comes after us. And nobody moved in here to tidy up behind others.",
        ),
    },
    {
        "de": (
            "Was wir hier mithören, bleibt hier.",
            "Wir arbeiten Wand an Wand, manchmal neben der Konkurrenz. Offen redet nur, wer sich darauf verlassen kann.",
        ),
        "en": (
            "What we overhear in this house stays here.",
            "We work wall to wall, sometimes next to a competitor. People speak openly only where they can rely on that.",
        ),
    },
    {
        "de": (
            "Stört uns etwas, sagen wir es bald, freundlich und der Person selbst. Geht das nicht, gehen wir zu denen, die sich kümmern.",
            "Ärger wächst im Stillen. Und niemand muss mit einer überschrittenen Grenze allein fertigwerden.",
        ),
        "en": (
            "When something bothers us, we say it soon, kindly and to the person. Where that is not possible, we go to those who care for the house.",
            "Trouble grows in silence. And nobody has to cope alone when somebody went too far.",
        ),
    },
)
