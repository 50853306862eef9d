"""What ships with the product, as data: exercises, a program, red flags, sites, emergency numbers.

Each subject is one file, and each text in it is keyed by language: ``{"en": "Walking"}``. So the
translation stands under its English, whoever edits one sees the other, and a dose, a tier or a
code is written once for all languages. A file names its languages at its head, and every text
in it has all of them: a half-translated safety screen does not load.

The database holds English alone. A row's English text is the key of its translation, so adding
a language changes no row and makes no revision. Editing the English of an exercise does: then a
patient who keeps the earlier revision reads its English, because no file translates it any more.
"""
