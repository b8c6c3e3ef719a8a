"""What people write above the columns of their lists, and which field each of these words means. Only data."""

from __future__ import annotations

import re

from procdocs.project.model import normalised

#: Lists of a register by the words that stand in the name of a file or sheet.
LISTS = {
    "records": ("records", "record list", "retention", "记录", "aufzeichnung"),
    "customer_requirements": ("customer-requirements", "customer_requirements", "customerrequirements", "csr", "顾客特殊要求", "顾客要求", "客户特殊要求", "客户要求"),
    "responsibilities": ("responsibilities", "responsibility", "raci", "职能分配", "职责分配", "职能", "职责", "职权分配", "矩阵"),
    "exclusions": ("exclusions", "不适用", "删减"),
    "objectives": ("objectives", "质量目标", "目标"),
    "documents": ("documents", "document list", "master list", "dokumente", "external", "forms", "文件", "表单", "表格", "程序一览", "程序目录", "程序清单"),
}
#: Columns by list: field -> words. The field's own name is always understood.
HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "documents": {
        "number": (
            "编号", "文件编号", "文件代号", "文件号", "程序编号", "程序文件编号", "表单编号", "表格编号", "表号", "记录编号", "代号", "编码", "文件编码",
            "标准号", "标准编号", "图号",
            "dokumentnummer", "dokument-nr.", "dok.-nr.", "nummer", "nr.",
            "document number", "doc no", "doc. no.", "document no.", "form number", "form no.", "procedure no.", "number of document",
        ),
        "title": (
            "名称", "文件名称", "标题", "文件标题", "题名", "程序名称", "程序文件名称", "表单名称", "表格名称", "记录名称", "文件(资料)名称",
            "titel", "bezeichnung", "benennung",
            "name", "document title", "document name", "title of document", "form name", "procedure", "procedure name",
        ),
        "both": (
            "文件名称及编号", "文件编号及名称", "文件名称和编号", "文件编号和名称", "文件名称/编号", "文件编号/名称", "名称及编号", "编号及名称",
            "程序文件名称及编号", "表单名称及编号", "number and title", "title and number", "document name and number", "document number and name",
        ),
        "level": ("级别", "层次", "文件层次", "文件级别", "文件层级", "等级", "document level"),
        "type": ("类型", "类别", "文件类型", "文件类别", "kind"),
        "revision": ("版本", "版次", "版本号", "版本/版次", "现行版本", "版号", "rev", "rev.", "edition", "version", "ausgabe", "stand"),
        "amendment": ("修改号", "修订号", "修改次数", "修改状态", "更改号", "amendment no.", "amendment number"),
        "status": ("状态", "文件状态"),
        "effective": ("实施日期", "生效日期", "发布日期", "发布/实施日期", "日期", "date", "issued", "effective date"),
        "owner": ("归口部门", "责任部门", "编制部门", "保管部门", "主管部门", "管理部门", "使用部门", "接收部门", "部门", "department", "abteilung", "verantwortlich"),
        "supersedes": ("替代", "替代文件", "代替"),
    },
    "records": {
        "number": ("编号", "记录编号", "表单编号", "表格编号", "表号", "文件编号", "代号", "编码", "record number", "record no", "record no.", "form no.", "form number"),
        "name": ("名称", "记录名称", "表单名称", "表格名称", "质量记录名称", "文件名称", "title", "record", "record name", "form name", "formular", "aufzeichnung", "bezeichnung"),
        "both": ("记录名称及编号", "记录编号及名称", "名称及编号", "编号及名称", "表单名称及编号", "number and name", "name and number"),
        "keeper": (
            "保存部门", "归档部门", "责任部门", "保管部门", "归口部门", "使用部门", "部门",
            "保存人", "保管人", "department", "kept by", "keeper", "abteilung", "aufbewahrt durch",
        ),
        "retention": (
            "保存期", "保存期限", "保存时间", "保存年限", "保管期限", "保管期",
            "留存期限", "年限", "retention period", "retention time", "kept for", "aufbewahrungsfrist", "aufbewahrungsdauer",
        ),
        "place": ("保存地点", "存放地点", "地点", "storage place", "ablageort"),
        "disposition": ("到期处置", "处置", "处置方式"),
    },
    "objectives": {
        "name": ("名称", "目标名称", "质量目标", "目标项目", "项目", "指标名称", "objective", "quality objective", "qualitätsziel", "ziel"),
        "target": ("目标", "目标值", "指标值", "要求值", "target value", "zielwert", "sollwert"),
        "formula": ("计算公式", "公式", "计算方法", "统计方法", "测量方法", "calculation"),
        "unit": ("单位", "计量单位"),
        "processes": ("过程", "承担过程", "相关过程", "process"),
        "measure": ("指标", "对应指标", "kpi"),
        "owner": ("责任部门", "责任人", "归口部门", "部门", "考核部门", "department", "responsible"),
        "every": ("周期", "评价周期", "统计周期", "考核周期", "考核频次", "评价频次", "测量频次", "统计频次", "频次", "频率", "frequency", "period"),
    },
    "customer_requirements": {
        "customer": ("顾客", "客户", "顾客名称", "客户名称"),
        "requirement": ("要求", "特殊要求", "顾客特殊要求", "客户特殊要求", "要求内容"),
        "reference": ("出处", "来源", "引用文件", "source"),
        "clauses": ("条款", "对应条款", "标准条款", "条款号", "质量管理体系标准条款", "clause"),
        "processes": ("过程", "承担过程", "对应过程", "process"),
        "documents": ("文件", "对应文件", "相关文件", "document"),
        "records": ("记录", "对应记录", "相关记录", "质量记录", "record"),
        "retention": ("保存期", "保存期限", "要求保存期限", "记录保存期限", "保存年限", "retention period", "retention time"),
    },
    "exclusions": {
        "standard": ("标准",),
        "clause": ("条款", "条款号", "clauses"),
        "reason": ("理由", "不适用理由", "原因", "删减理由", "justification"),
    },
    "responsibilities": {
        "standard": ("标准",),
        "clause": (
            "条款", "条款号", "标准条款", "对应条款", "标准条款号", "质量管理体系标准条款", "体系条款", "标准要求条款", "要素条款",
            "标准条款及名称", "条款及名称", "条款/要素", "clauses", "standard clause",
        ),
        "lead": ("领导职责", "领导部门", "归口部门", "主责部门"),
        "main": ("主控职责", "主控部门"),
        "part": ("配合职责", "配合部门", "相关部门", "takes part"),
    },
}  # fmt: skip
#: Columns that many lists have and that say nothing to the system.
_SILENT = (
    "序号",
    "no",
    "no.",
    "#",
    "备注",
    "说明",
    "remark",
    "remarks",
    "note",
    "notes",
    "条款名称",
    "条款标题",
    "要素",
    "标准要求",
    "clause title",
    "title of clause",
    "程序名称",
    "职能部门",
    "部门/岗位",
    "页数",
    "发放范围",
    "发放部门",
    "分发号",
    "要求",
    "要素名称",
    "条款内容",
    "标准内容",
    "distribution",
    "requirement",
    "份数",
    "item",
    "procedure",
)
IGNORED = frozenset(map(normalised, _SILENT))
#: What a matrix of responsibilities may say besides: what a clause is called. In other lists such a column is told.
OF_MATRICES = frozenset(map(normalised, ("名称", "name", "title")))
#: What the letter or number of a level says of the type of a document that has none.
LEVELS = {"a": "manual", "b": "procedure", "c": "instruction", "d": "form", "1": "manual", "2": "procedure", "3": "instruction", "4": "form"}
#: Words in the name of a list whose documents come from outside.
OUTSIDE = ("外来", "外部文件", "法律法规", "external")
#: Every department, in the words of lists.
EVERYBODY = re.compile(r"(?:公司)?(?:各|全体|所有|全部|全公司)(?:相关|有关|使用|职能)?(?:部门|单位|科室|车间)|all(?:relevant)?(?:departments|areas)")
#: Fields that name departments, and those that hold several values.
DEPARTMENTS = frozenset(("owner", "keeper", "lead", "main", "part"))
SEVERAL = frozenset(("processes", "documents", "records", "clauses", "main", "part"))
#: Signs in the columns of departments, beside those of the settings.
SIGNS = {"lead": ("■", "●", "★"), "main": ("▲", "◆"), "part": ("△", "○", "☆", "□", "◇")}
#: What people write as the type and the status of a document, beside the printed words; a type that is none of these is `other`.
TYPES = {
    "manual": ("手册", "质量手册", "一级文件", "一级"),
    "procedure": ("程序", "程序文件", "二级文件", "二级", "procedures", "qp", "sop"),
    "instruction": (
        "作业文件", "作业指导书", "指导书", "操作规程", "规程", "规定", "制度", "管理制度", "管理办法", "办法", "支持文件", "支持性文件", "三级文件", "三级",
        "work instruction", "work instructions", "instructions", "wi",
    ),
    "form": ("表单", "表格", "记录", "记录表格", "质量记录", "四级文件", "四级", "record", "records", "forms", "template"),
    "drawing": ("图样", "图纸", "图", "drawings"),
    "external": ("外来文件", "外来", "外部文件", "外部", "法规", "法律法规", "标准", "国家标准", "行业标准", "external document", "standard", "law", "regulation"),
}  # fmt: skip
STATES = {
    "draft": ("草稿", "编制中", "拟制", "in preparation"),
    "review": ("评审中", "审核中", "会签中", "in review"),
    "released": ("已发布", "发布", "有效", "现行", "现行有效", "受控", "在用", "执行中", "valid", "active", "current", "in force", "effective", "approved", "controlled"),
    "obsolete": ("作废", "已作废", "废止", "失效", "停用", "withdrawn", "invalid", "cancelled", "superseded", "retired"),
}
