"""Words that people write for the keys and choices of the language, of which only the English ones count. Only data, for the hints of messages."""

from __future__ import annotations

#: What the words of a line may mean, best first: the first that may stand at the place is meant.
_LINES = """
accent: 主色
action: 措施 actions
address: 地址
amendment: 修改号
approved: 批准 批准人 审批 核准
arms: 章鱼臂
aspect: 衡量方面
authority: 主管机关
by name title: 姓名
ceremonial: 仪式性页面
change: 修改内容
children: 子主题
clauses clause: 条款 标准条款 条款号
code number id: 编码
competence: 能力要求 能力 技能 资格 skill skills
confidentiality: 密级
contents: 内容
copies: 受控副本的数量
customer: 客户 顾客导向 cop 顾客导向过程 c sop过程 客户过程 顾客过程 cop过程
customer to: 顾客
customer_requirements: 顾客特殊要求 顾客要求 客户要求
data: 数据
date on time effective: 日期 时间
decision: choice condition if 判定 决策 判断 判断标记
definitions term: 术语
departments: 部门清单 组织机构 组织结构
departments department: 部门
departments part: 协助部门 相关部门 参与部门 协办部门 配合单位
diagram drawing: 图
disposition: 处置方式
distribution: 分发 分发部门 发放 分发范围 发放范围
documents: 文件清单 methods procedures how 方法 程序和指导书 相关文件 引用文件 支持性文件 规定
documents document: 文件
draft: 草稿
drawing: 图样 图纸
due: 完成日期 完成时间 截止日期 due_date deadline
due retention: 期限
effective: 实施日期 发布日期 生效日 实施日
effective date: 生效日期 date effective_date
effectiveness: 有效性
efficiency: 效率
embed_font: 嵌入字体
end: finish last 终点 完成 结束
every: 频次 频率 周期 frequency freq interval 统计周期 统计频次 评价周期
exclusions: 不适用条款 删减
external: 外部 外来 外部文件 法规 外来文件
figure: 图表
flowchart: 流程图
flowchart procedure: 流程
font: 字体
form: 图式 四级文件 qr 记录表
form records: 表单
form table: 表格
formula: 公式 计算方法 计算公式 算法
from: 来源 source 提供者 来自 输入来源 供应者 from_
funnel: 漏斗阶段
history: 修订记录 修改记录 历史 修订历史 更改记录 变更记录
id code: 代号 code key
image: 图片
inputs: 输入 input
instruction: wi 作业 三级文件
internal: 内部
keeper: 保存部门 保管部门 归档部门 保存人
kind: 文件类别
label: 标注
lane lanes: 泳道
language: 原文语言
languages: 语言
lead: 主责
letter: 美国信纸
level: 层级
likelihood: 可能性 发生度 概率 probability
link: 链接
list: 所在清单
logo: 标志
main: 主要配合
management: 管理 管理过程 mp 管理性过程 m 管理类
manual: 手册 qm 一级文件
measures: kpi kpis indicators metrics objectives 绩效 绩效指标 考核指标 目标指标
measures measure: 指标
mindmap: 思维导图 脑图
more: 其他章节
name: 过程名称
name title: 名称 title label caption subject
name title by: 文件名称 记录名称 指标名称 名字
neighbours: 与其他过程的联系图
next: branches exits outcomes 分支 出口 下一步 后续 下个 then goto 转到 去 下一个
note: 备注 remark comment
number: no nr
number id: no. 文件编号 文件号 记录编号 表单编号 num nr.
number numbers: 编号
objectives: 质量目标
obsolete: 作废 废止
octopus: 章鱼图
on: 签署日期
opportunity risks: 机遇
organisation: company 企业
organisation name: 公司 组织 公司名称
organisation unit: 单位
origin: 来源类别
other: 其他
outputs: 输出 output
owner: 归口单位 主责部门 过程所有者 过程负责人 所有者
owner role: 责任者 负责
owner role keeper: 归口部门 负责部门 责任部门 责任人 归口 主管部门 responsible
owner role keeper head: 负责人
page: 页面
page chapters sections: 章节
paper: 纸张
parent: 上级部门
part: 配合
parties: 相关方
people: 人员 staff personnel who with-whom
place: 存放地点 保存地点 位置 location
predefined: 子过程
prepared: 编制 编写 编制人 拟制
print: 打印选项
private_characters: 私用区字符的处理
procedure: 程序步骤 qp 二级文件
process: 乌龟图 turtle action task activity 处理 所属过程
process processes: 过程
process_pages: 过程页的版式
purpose: 目的 goal aim
reason: 理由
records: 记录清单 forms 质量记录 相关记录
records record: 记录
reference: 依据文件
released: 已发布 有效 现行有效 受控 现行
released effective: 发布 生效
requirement: 要求
resources: 资源 equipment with-what 设备 设施 工具 物料 材料
responsibilities duties: 职能分配 职责
result: 结果
results: 各期结果 历次结果 历期结果
retention: 保存期限 保存期
retention due: 保存年限 保存时间 保管期限
retention_minimum: 最短保存期
review: 评审 下次评审日期 评审中
reviewed: 审核 审核人 审查
revision: 版本 version ver rev 版次 版本号 修订号 修订
risks: 风险机遇
risks risk: 风险
role: 执行人 执行岗位 操作人 人 职务
role name: 岗位名称
roles: 角色 职位 positions 岗位清单 角色清单
roles role: 岗位
root: 中心主题
scope: 范围
severity: 严重度 严重性 严重程度 impact
share: 占比
short_name: 简称
sop instruction: 作业指导书 指导书 规程 操作规程 作业文件
sop procedure: 程序文件 程序
source: 数据来源
stamp: 印章
standards: standard 体系标准 采用标准
standards standard: 标准
start: begin first 起点 开始
status: 状态
step: 步骤名称
steps: 步骤
steps procedure: 主要步骤 主要活动 活动 工作步骤 流程步骤
stop: 停止生成
supersedes: 替代文件
supplier: 供方
support: 支持 支持过程 sp 支持性过程 支持过程的显示 s 支持类
symbols: 符号
synonyms: 同义词
system: 体系名称
tags: 来源标注
target: goals 目标值 指标值 标准值 要求值
target objectives: 目标
text: 正文
text purpose note: 活动内容 工作内容 内容描述 描述 说明 description desc
theme: 外观
time: 时限
title: name 标题
to: receiver 接收者 给 输出到 去处
to next: 去向
turtle: 乌龟图选项
type: 类型 category
upper: 上方两腿的次序
value: 数值
wide: 宽表的纸张
"""
_PAIRS = tuple((line.split(": ")[0].split(), line.split(": ")[1].split()) for line in _LINES.strip().split("\n"))
#: Word -> what it may mean, best first.
SYNONYMS = {word: tuple(meant) for meant, words in _PAIRS for word in words}
