"""What is known by a number, of which every site of the organisation may have its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from procdocs.schema.base import Part

_NUMBER: tuple[str | int, ...] = ("number",)


class Numbered(Part):
    """Base of parts with `number:` and `numbers:` (site -> number). Where only the latter is written, the first of them is the number."""

    @model_validator(mode="before")
    @classmethod
    def _first_of_several(cls, value: Any) -> Any:
        if isinstance(value, dict) and not value.get("number"):
            several = value.get("numbers")
            first = next((one for one in several.values() if isinstance(one, str) and one), None) if isinstance(several, dict) else None
            if first is not None:
                return {**value, "number": first}
        return value

    if TYPE_CHECKING:
        # The fields stand in each model, among its others.
        number: str
        numbers: dict[str, str]

    def all_numbers(self) -> tuple[tuple[str, tuple[str | int, ...]], ...]:
        """Every number of this part, each once, with the path under which it is written."""
        number, several = self.number, self.numbers
        own: tuple[tuple[str, tuple[str | int, ...]], ...] = ((number, _NUMBER),) if number and number not in several.values() else ()
        return (*own, *((one, ("numbers", site)) for site, one in several.items() if one)) if several else own

    def number_text(self) -> str:
        """The number as it is printed; those of sites with the sites."""
        return " / ".join(number if path == ("number",) else f"{number} ({path[-1]})" for number, path in self.all_numbers())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = super().__get_pydantic_json_schema__(schema, handler)
        target = handler.resolve_ref_schema(full)
        for body in (target, *target.get("anyOf", ())):
            if "number" in body.get("required", ()):
                body["required"] = [key for key in body["required"] if key != "number"]
        return full
