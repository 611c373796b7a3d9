"""Whose form it is: the key that every form carries names the person for whom the page was made, under our seal.

A form that arrives after the sign-in ended can so be kept for that person and for nobody else.
"""

import uuid

from django.core.signing import BadSignature, Signer

_SALT = "binhyen.form"


def key_for(person: uuid.UUID | None) -> str:
    """A fresh key of a form; of a page that was made for nobody in particular it names nobody."""
    fresh = str(uuid.uuid4())
    return Signer(salt=_SALT).sign(f"{fresh}.{person}") if person else fresh


def person_of(key: str) -> str:
    """For whom the page with this key was made; empty where it names nobody or the seal is not ours."""
    try:
        return Signer(salt=_SALT).unsign(key).partition(".")[2]
    except BadSignature:
        return ""
