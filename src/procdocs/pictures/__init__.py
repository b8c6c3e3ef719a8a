"""Pictures that users put beside their YAML: only sound ones get further, and of an SVG file only what can do no harm. Bytes in, bytes out."""

from procdocs.pictures.picture import MEDIA_TYPES, PICTURES, Picture, media_type, picture
from procdocs.pictures.placeholder import placeholder
from procdocs.pictures.sound import sound
from procdocs.pictures.unsound import Unsound

__all__ = ["MEDIA_TYPES", "PICTURES", "Picture", "Unsound", "media_type", "picture", "placeholder", "sound"]
