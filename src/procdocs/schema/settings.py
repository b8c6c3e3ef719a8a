"""`procdocs.yaml`: the organisation, its languages, standards, departments, roles and defaults."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from procdocs.schema.base import LANGUAGE, Flag, Id, Many, Part, Plain, Text, field
from procdocs.schema.control import ControlDefaults


class Organisation(Part):
    """Who the system belongs to."""

    short: ClassVar[str] = "name"
    name: Text = field(..., "Full name of the organisation.", "组织全称。")
    short_name: Text | None = field(None, "Short name, for headers and the octopus.", "组织简称，用于页眉和章鱼图。")
    system: Text | None = field(None, "What the manual is called (default: Quality manual).", "手册名称（默认：质量手册）。")
    address: Text | None = field(None, "Address printed on the cover.", "封面上的地址。")
    logo: Plain = field("", "Picture file for cover and header, relative to the project.", "封面与页眉的标志图片，相对于项目文件夹。")


class Department(Part):
    """A department (归口部门, 配合部门); `parent` builds the organisation chart."""

    id: Id = field(..., "Id by which processes name the department.", "部门代号，过程以此引用。")
    name: Text = field(..., "Name of the department.", "部门名称。")
    head: Text | None = field(None, "Title of the person in charge.", "部门负责人职务。")
    parent: Plain = field("", "Id of the department above; empty for the top.", "上级部门代号；最高层留空。")
    duties: Text | None = field(None, "What the department answers for.", "部门职责。")


class Role(Part):
    """A role that people fill; steps and turtles name it."""

    id: Id = field(..., "Id of the role.", "岗位代号。")
    name: Text = field(..., "Name of the role.", "岗位名称。")
    department: Plain = field("", "Department the role belongs to.", "所属部门。")
    competence: Text | None = field(None, "Competence the role needs.", "能力要求。")


class Party(Part):
    """Somebody outside who gives or receives: a particular customer, a laboratory, a bank."""

    id: Id = field(..., "Id of the party.", "相关方代号。")
    name: Text = field(..., "Name of the party.", "相关方名称。")
    type: Literal["customer", "supplier", "authority", "other"] = field("other", "What the party is to the organisation.", "相关方类型：顾客、供方、主管机关或其他。")


class Theme(Part):
    """How the output looks."""

    accent: Plain = field("", "Main colour, as #RRGGBB.", "主色，#RRGGBB。")
    font: Many[Plain] = field((), "Font families to prefer.", "优先使用的字体。")
    paper: Literal["A4", "letter"] = field("A4", "Paper size.", "纸张。")
    embed_font: Flag = field(False, "Ship the used glyphs with the site.", "在网站中嵌入所用字形。")


class TurtleOptions(Part):
    """Options of the turtle diagrams."""

    upper: Literal["resources-people", "people-resources"] = field("resources-people", "Order of the two upper legs.", "上方两条腿的左右顺序。")
    risks: Flag = field(True, "Show the risks.", "显示风险。")
    clauses: Flag = field(True, "Show the clauses.", "显示条款。")


class Symbols(Part):
    """Signs of the responsibility matrix."""

    lead: Plain = field("■", "Department in the lead, exactly one a clause.", "领导职责部门，每条款只有一个。")
    main: Plain = field("▲", "Departments mainly responsible.", "主控职责部门。")
    part: Plain = field("△", "Departments that take part.", "配合部门。")


class Chapter(Part):
    """A chapter of the manual: documents by id, or one of the groups that are collected by themselves."""

    title: Text = field(..., "Title of the chapter.", "章标题。")
    contents: Many[Plain] = field(
        ...,
        "Document ids, the views landscape, interaction, organisation, or the groups customer, support, management, flowchart, mindmap, sop, page, registers, rest.",
        "文件代号，视图 landscape、interaction、organisation，或分组 customer、support、management、flowchart、mindmap、sop、page、registers、rest。",
    )


class Settings(Part):
    """The whole of `procdocs.yaml`."""

    organisation: Organisation = field(..., "The organisation.", "组织。")
    languages: Many[Plain] = field(("zh",), "Languages to build; the first is the default.", "要生成的语言；第一个为默认语言。")
    standards: Many[Plain] = field((), "Clause sets the system answers to.", "体系所依据的标准（条款集）。")
    departments: Many[Department] = field((), "Departments.", "部门。")
    roles: Many[Role] = field((), "Roles.", "岗位。")
    parties: Many[Party] = field((), "External parties.", "外部相关方。")
    document: ControlDefaults | None = field(None, "Document control defaults.", "文件控制默认值。")
    theme: Theme | None = field(None, "Look of the output.", "外观。")
    turtle: TurtleOptions | None = field(None, "Options of the turtles.", "乌龟图选项。")
    symbols: Symbols | None = field(None, "Signs of the responsibility matrix.", "质量职能分配表的符号。")
    chapters: Many[Chapter] = field((), "Order of the manual; without it a usual order is taken.", "手册章节顺序；不写则按惯例。")
    tags: Flag = field(False, "Read trailing tags such as `(C4)` as from/to.", "把条目末尾的标签（如 `(C4)`）读作 from/to。")
    retention_minimum: Plain = field("", "Shortest retention allowed for records, such as `3 年`.", "记录允许的最短保存期，如 `3 年`。")
    sections: Many[Plain] = field((), "Order of the sections of an SOP, and which are expected.", "SOP 各节的顺序及必需的节。")

    @field_validator("languages")
    @classmethod
    def _check_languages(cls, languages: tuple[str, ...]) -> Any:
        for language in languages:
            if not LANGUAGE.fullmatch(language):
                raise PydanticCustomError("text_language", "`{key}` is not a language code", {"key": language})
        return languages or ("zh",)
