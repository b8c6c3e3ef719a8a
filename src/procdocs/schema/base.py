"""What every authored object is made of: the base model, texts in several languages, and the short forms of lists and items.

Scalars arrive as the text that was written; the types here convert them. Nothing here reads files or knows YAML syntax.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError, core_schema

from procdocs.diagnostics.span import Span
from procdocs.schema.synonyms import SYNONYMS
from procdocs.source.node import Node

#: Two- or three-letter language code, optionally with a script or region (`zh`, `en`, `zh-Hant`).
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$")
#: Languages in which a mapping such as `{zh: …, en: …}` is read as one text where an item may stand.
TEXT_LANGUAGES = frozenset(["zh", "en", "de", "ko", "ja", "fr", "es", "it", "pt", "ru", "pl", "cs", "nl", "sv", "tr", "vi", "th", "hu", "ro", "zh-Hans", "zh-Hant"])
_HEADS = frozenset(("name", "title"))  # keys by which a thing is called: an empty text is no name
#: Ids of files, departments, roles, parties, steps and interface items.
ID_PATTERN = r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$"


class Text:
    """A text in one or several languages. A plain string is the text of the project's first language (key `""`)."""

    __slots__ = ("by_language",)

    def __init__(self, by_language: Mapping[str, str] | str) -> None:
        self.by_language: Mapping[str, str] = {"": by_language} if isinstance(by_language, str) else dict(by_language)

    def __repr__(self) -> str:
        return f"Text({dict(self.by_language)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.by_language == other.by_language

    def __hash__(self) -> int:
        return hash(tuple(self.by_language.items()))

    def __str__(self) -> str:
        """The text of the first language given."""
        return next(iter(self.by_language.values()), "")

    def has(self, language: str) -> bool:
        """Whether the text is written in `language` itself (a plain string counts for the first language only)."""
        return language in self.by_language

    def language_for(self, language: str, first: str) -> str:
        """The language in which `text.say(language, first)` answers: `language`, or the one it falls back to."""
        if language in self.by_language:
            return language
        if first in self.by_language or "" in self.by_language:
            return first
        return next(iter(self.by_language), first)

    def say(self, language: str, first: str) -> str:
        """The text in `language`; missing there, in the project's `first` language; missing there too, in any."""
        texts = self.by_language
        for key in (language, first, ""):
            if key in texts and (key or language == first or first not in texts):
                return texts[key]
        return next(iter(texts.values()), "")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_text, serialization=core_schema.plain_serializer_function_ser_schema(lambda text: dict(text.by_language)))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "object", "minProperties": 1, "propertyNames": {"pattern": LANGUAGE.pattern}, "additionalProperties": {"type": ["string", "number"]}},
            ]
        }


def _read_text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, dict):
        if all(said is None for said in value.values()):
            raise PydanticCustomError("text_empty", "the text is empty")
        for key, said in value.items():
            if not LANGUAGE.fullmatch(key):
                raise PydanticCustomError("text_language", "`{key}` is not a language code", {"key": key})
            if said is not None and not isinstance(said, str):
                raise PydanticCustomError("text_type", "a text is expected")
        return Text({key: said for key, said in value.items() if said is not None})
    raise PydanticCustomError("text_type", "a text is expected")


def _is_translated(value: Mapping[str, object], model: type[Part]) -> bool:
    return bool(value) and all(key in TEXT_LANGUAGES and key not in model.model_fields for key in value)


def _refuse_full_width_colon(value: str, names: frozenset[str]) -> None:
    """`- name：x` is a key with a wrong colon, not a text; so are `- name=x` and `- 名称：x，来源：y`."""
    for sign in "：=":
        head, colon, _ = value.partition(sign)
        if colon and head.strip() in names:
            raise PydanticCustomError("full_width_colon" if sign == "：" else "equals_sign", "`{key}` is followed by another sign than a colon", {"key": head.strip()})
    heads = [piece.partition("：")[0].strip() for piece in re.split("[,，;；]", value) if "：" in piece]
    if len(heads) > 1 and all(not {head, *SYNONYMS.get(head, ())}.isdisjoint(names) for head in heads):
        raise PydanticCustomError("full_width_colon", "a full-width colon follows `{key}`", {"key": heads[0]})


P = TypeVar("P", bound="Part")
#: What a field may name by id or number; the checks know which of these exist (`checks.namespaces`).
Named = Literal["process", "process-or-chart", "end", "department", "role", "department-or-role", "anyone", "document", "record", "diagram", "content", "link"]
#: Fields of a model, and what each may name.
Naming = Mapping[str, Named]


@cache
def names_of(model: type[Part]) -> frozenset[str]:
    """The keys of a model as they are written."""
    return frozenset(info.alias or name for name, info in model.model_fields.items())


class Part(BaseModel):
    """Base of everything a person writes: immutable, no unknown keys, and it knows where it stands in its file."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True, ser_json_inf_nan="strings")

    #: The field that a plain string stands for (`- 电脑` is `- {name: 电脑}`); empty if there is no short form.
    short: ClassVar[str] = ""
    #: Its fields that name something by id or number, and what they may name.
    naming: ClassVar[Naming] = {}
    #: Keys of texts that are sentences, not items: in passing they name numbers, titles and departments.
    prose: ClassVar[frozenset[str]] = frozenset()
    #: Keys of texts that say a figure, which every language has to say alike.
    figures: ClassVar[frozenset[str]] = frozenset()
    # A slot and not a private attribute of pydantic: a project has a hundred thousand parts, and asks them often where they stand.
    __slots__ = ("_node",)
    if TYPE_CHECKING:
        _node: Node | None
    else:

        def __getattr__(self, name: str) -> Any:
            """A part that was not read from a file stands nowhere."""
            if name == "_node":
                return None
            return super().__getattr__(name)

    def __copy__(self) -> Self:
        copied = super().__copy__()
        object.__setattr__(copied, "_node", self._node)
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        copied = super().__deepcopy__(memo)
        object.__setattr__(copied, "_node", self._node)
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        """A part travels with its place: as a tuple of its values, because there are many of them."""
        said = self.__dict__
        return _restored, (type(self), tuple(said[name] for name in _fields(type(self))), self.__pydantic_fields_set__, self._node)

    @model_validator(mode="before")
    @classmethod
    def _expand_short_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            if cls.short:
                _refuse_full_width_colon(value, names_of(cls))
                return {cls.short: value} if value or cls.short not in _HEADS else {}
        elif isinstance(value, dict):
            if cls.short and _is_translated(value, cls):
                return {cls.short: value}
            if None in value.values() or "" in value.values():
                known = names_of(cls)
                return {key: said for key, said in value.items() if key not in known or not (said is None or (said == "" and key in _HEADS))}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler(schema)
        if not cls.short:
            return full
        target = handler.resolve_ref_schema(full)
        if "anyOf" not in target:
            body = dict(target)
            body.pop("title", None)
            target.clear()
            target.update({"title": cls.__name__, "anyOf": [{"type": ["string", "number", "boolean"]}, body]})
            if cls.model_fields[cls.short].annotation is Text:
                target["anyOf"].insert(1, Text.__get_pydantic_json_schema__(schema, handler)["anyOf"][1])
        return full

    @property
    def node(self) -> Node | None:
        """What this object was read from; None if it was made otherwise."""
        return self._node

    def span(self, *path: str | int) -> Span:
        """Where this object stands in its file; with a path (`"outputs", 0, "name"`), where that value stands.

        Parts of the path that the author left out (short forms, missing keys) stop at the nearest place that exists.
        """
        node = self._node
        if node is None:
            return Span("", None, None)
        for key in path:
            below = node.child(key)
            if below is None:
                break
            node = below
        return node.span

    def key_span(self, key: str) -> Span:
        """Where the key itself stands (`owner` in `owner: x`), or the object where the key is missing."""
        below = self._node.child(key) if self._node else None
        return below.key_span or below.span if below else self.span()


@cache
def _fields(model: type[Part]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _restored(model: type[P], values: tuple[Any, ...], given: set[str], node: Node | None) -> P:
    """A part from what its `__reduce__` wrote; nothing is validated again."""
    part = model.__new__(model)
    put = object.__setattr__
    put(part, "__dict__", dict(zip(_fields(model), values, strict=True)))
    put(part, "__pydantic_fields_set__", given)
    put(part, "__pydantic_extra__", None)
    put(part, "__pydantic_private__", None)
    put(part, "_node", node)
    return part


#: Years in which documents of a company may be dated.
_YEARS = (1900, 9999)
#: A day with the year first, in the signs and words of calendars.
_DAY = re.compile(r"\s*(\d{4})(?:\s*[-./年‐-―_,、 ]\s*(\d{1,2})\s*[-./月‐-―_,、 ]\s*(\d{1,2})|(\d\d)(\d\d))\s*[日号]?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_HAN_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
#: Day 0 of the days that Excel counts, for days since March 1900.
_FIRST_DAY_OF_EXCEL = datetime.date(1899, 12, 30)


def _listed(value: Any) -> Any:
    """One value where a list may stand is a list of one."""
    if value is None:
        return ()
    if isinstance(value, (str, dict, BaseModel)):
        return (value,)
    return value


def _read_date(value: object) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or not _YEARS[0] <= day.year <= _YEARS[1]:
            raise PydanticCustomError("date_impossible", "there is no such day")
        return day
    meant = day_in(value) if isinstance(value, str) else ""
    if meant:
        raise PydanticCustomError("date_meant", "the date is {meant}", {"meant": meant})
    raise PydanticCustomError("date_form" if isinstance(value, str) else "text_type", "a date is written like 2026-05-01")


def day_in(text: str) -> str:
    """The day that a text says in another form, year first or as Excel counts days, as we write it; "" for none."""
    plain = unicodedata.normalize("NFKC", text).translate(_HAN_FIGURES)
    if hit := _DAY.fullmatch(plain):
        year, month, day = (int(figure) for figure in hit.groups() if figure is not None)
    elif re.fullmatch(r"\s*[34]\d{4}(?:\.0+)?\s*", plain):
        counted = _FIRST_DAY_OF_EXCEL + datetime.timedelta(days=int(float(plain)))
        return counted.isoformat()
    else:
        return ""
    try:
        return datetime.date(year, month, day).isoformat() if _YEARS[0] <= year <= _YEARS[1] else ""
    except ValueError:
        return ""


def _read_number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        try:
            number = Decimal(value.replace("_", "x").strip())
            if number.is_finite() and len(value) < 40:
                return number
        except InvalidOperation:
            pass
    raise PydanticCustomError("number_form" if isinstance(value, str) else "text_type", "a number is expected")


def _read_flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "yes", "on", "是"):
        return True
    if isinstance(value, str) and value.lower() in ("false", "no", "off", "否"):
        return False
    raise PydanticCustomError("flag_form" if isinstance(value, str) else "text_type", "write `true` or `false`")


def _read_id(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text_type", "a text is expected")
    if not re.fullmatch(ID_PATTERN, value):
        raise PydanticCustomError("id_form", "`{value}` is no id", {"value": value})
    return value


def read_plain(value: object) -> str:
    """A text of one line, as it is; a mistake for all else."""
    if not isinstance(value, str):
        raise PydanticCustomError("text_type", "a text is expected")
    return value


_SCALAR = ["string", "number", "boolean"]
#: One line of text without translations: a number, a reference, a file name.
Plain = Annotated[str, BeforeValidator(read_plain), WithJsonSchema({"type": _SCALAR})]
#: An id as the rules for ids allow it.
Id = Annotated[str, BeforeValidator(_read_id), WithJsonSchema({"type": ["string", "number"], "pattern": ID_PATTERN})]
Day = Annotated[datetime.date, BeforeValidator(_read_date), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[Decimal, BeforeValidator(_read_number), WithJsonSchema({"type": ["number", "string"]})]
Flag = Annotated[bool, BeforeValidator(_read_flag), WithJsonSchema({"type": "boolean"})]


if TYPE_CHECKING:
    Item = TypeVar("Item")
    Many = tuple[Item, ...]
else:

    class Many:
        """`Many[X]`: a list of X, of which a single X is the short form; read as a tuple."""

        def __class_getitem__(cls, item: Any) -> Any:
            return Annotated[tuple[item, ...], BeforeValidator(_listed), _ManySchema()]


class _ManySchema:
    """Lets the JSON Schema of a `Many` accept the single value too."""

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(schema)
        items = listed.get("items", {})
        return {"anyOf": [items, {"type": "array", "items": items}]} if items else listed


@cache
def _speaking(model: type[Part]) -> tuple[str, ...]:
    """The fields of a model that may hold texts."""
    return tuple(name for name, info in model.model_fields.items() if info.annotation not in (str, bool, Decimal, datetime.date))


def texts_of(value: Any) -> Iterator[Text]:
    """Every Text below a value, in the order of the fields."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Part):
        for name in _speaking(type(value)):
            below = getattr(value, name)
            if below:
                yield from texts_of(below)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
