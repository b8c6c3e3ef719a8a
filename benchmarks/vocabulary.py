"""Words and characters of the generated systems: the everyday vocabulary of quality, and names out of all common Chinese characters."""

from __future__ import annotations

import random
import re

WORDS = tuple(
    re.findall(
        r"\S+",
        """
        经营 计划 顾客 要求 内部 规范 产品 符合性 不合格品 隔离 标识 评审 处置 过程 负责人 监视 测量 分析 评价 绩效 指标 纠正 措施 防止 再发生 供应商 外部 提供 服务 控制
        设计 开发 输入 输出 验证 确认 更改 生产 设备 维护 保养 检验 试验 记录 文件 审批 发布 回收 培训 能力 意识 沟通 风险 机遇 应对 审核 管理 改进 满意度 投诉
        处理 交付 知识 环境 基础设施 追溯 防护 图样 工装 夹具 物料 仓库 批次 库存 订单 合同 报价 交期 产能 节拍 首件 巡检 终检 防错 换模 备件 模具 样件 包装 运输
        报废 返工 返修 特采 让步 清单 台账 报告 通知单 申请 看板 晨会 周报 月报 年度 目标 分解 考核 激励 预算 成本 损耗 良率 节能 安全 应急 演练 消防 法规 标准
        认证 内审 管评 方针 手册 程序 作业
        """,
    )
)
VERBS = tuple(re.findall(r"\S+", "评审 编制 批准 核对 确认 发布 登记 分析 通报 改进 验证 归档 抽查 复核 签收 移交 统计 盘点 跟踪 关闭"))
LATIN = tuple(re.findall(r"\S+", "FMEA PPAP APQP SPC MSA KPI OEE ERP MES 8D 5S TPM PFMEA CPK DOE QFD"))
DEPARTMENTS = tuple(re.findall(r"\S+", "生产部 品保部 业务部 工程部 采购部 设备部 物流部 人事部"))
ROLES = tuple(re.findall(r"\S+", "操作工 班组长 检验员 计划员 采购员 仓管员 维修工 工艺员 质量工程师 内审员 文控员 培训员"))


def is_han(character: str) -> bool:
    """Whether this is a Chinese character of the basic block."""
    return "\u4e00" <= character <= "\u9fff"


def _common() -> tuple[str, ...]:
    """The 3,755 characters of level one of GB 2312, in an order without meaning that never changes."""
    found = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    found = [character for character in found if character]
    random.Random(2312).shuffle(found)
    return tuple(found)


COMMON = _common()


class Pen:
    """Writes the texts of one document: its own random numbers, and its own stretch of the common characters for names."""

    def __init__(self, number: int, part: int) -> None:
        self.chance = random.Random(f"{number}-{part}")
        self._at = (number * 3 + part) * 127 % len(COMMON)

    def name(self) -> str:
        """A name of two characters, as products, places and people have them."""
        self._at += 2
        return COMMON[self._at % len(COMMON)] + COMMON[(self._at + 1) % len(COMMON)]

    def words(self, least: int, most: int) -> str:
        """A phrase of so many words."""
        return "".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(least, most)))

    def verb(self) -> str:
        """What is done."""
        verb: str = self.chance.choice(VERBS)
        return verb

    def item(self) -> str:
        """What is passed on, used or kept."""
        text = self.words(2, 4) + self.name()
        return text if self.chance.random() < 0.8 else f"{self.chance.choice(LATIN)} {text}"

    def clause(self) -> str:
        """What somebody does."""
        return f"{self.verb()}{self.name()}{self.words(3, 6)}，{self.words(2, 4)}后{self.verb()}{self.name()}"

    def prose(self, sentences: int) -> str:
        """A paragraph."""
        return "".join(f"{self.clause()}；{self.words(3, 6)}由{self.name()}班{self.verb()}，每 {self.chance.randint(2, 30)} 天{self.words(2, 3)}一次。" for _ in range(sentences))
