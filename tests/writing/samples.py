"""Tables of an invented city, one per kind of form."""

from __future__ import annotations

from assistant.table import TargetTable

WHOLE_DUTY = TargetTable.model_validate(
    {
        "year": 2025,
        "department": "云江市图书馆",
        "template": "whole-duty",
        "duties": ["收集、整理和保存各类文献，面向全市读者提供借阅。", "组织全民阅读活动；指导区县馆业务。"],
        "organisation": "内设办公室、借阅部、数字资源部、活动推广部。",
        "funds": {
            "unit": "万元",
            "income": {
                "annual_budget": 1200.5, "total": 1200.5, "fiscal": 1200.5, "general_budget": 1200.5,
                "government_fund": 0, "special_account": 0, "state_capital": 0, "social_insurance": 0,
                "carry_over": 0, "other": 0,
            },
            "spending": {
                "basic": {"half_year": 400, "full_year": 800.5},
                "projects": {"half_year": 150, "full_year": 400},
            },
            "projects": [
                {"name": "文献购置", "half_year": 100, "full_year": 250},
                {"name": "自助借还设备维护", "half_year": 50, "full_year": 150},
            ],
        },
        "long_term_goal": "建成覆盖城乡的借阅网络。",
        "annual_goal": "新增馆藏3万册；\n读者活动办到每个街道。",
        "indicators": [
            {"section": "决策", "category": "计划制定", "name": "工作计划制定健全性", "half_year": "健全", "full_year": "健全"},
            {"section": "决策", "category": "预算编制", "name": "预算编制科学性", "half_year": "科学", "full_year": "科学"},
            {"section": "过程", "category": "预算执行", "name": "预算执行率", "half_year": "≥45%", "full_year": "=100%"},
            {
                "section": "履职", "duty": "收集、整理和保存各类文献", "key_task": "按采访计划补充馆藏，开放地方文献专架",
                "name": "新增馆藏册数", "half_year": "≥1.2万册", "full_year": "≥3万册",
            },
            {
                "section": "履职", "duty": "收集、整理和保存各类文献", "key_task": "按采访计划补充馆藏，开放地方文献专架",
                "name": "新书上架周期", "half_year": "≤15天", "full_year": "≤15天",
            },
            {
                "section": "履职", "duty": "组织全民阅读活动", "key_task": "读书月和街道读书会",
                "name": "读者活动场次", "half_year": "≥40场", "full_year": "≥100场",
            },
            {"section": "效益", "category": "社会效益", "name": "持证读者增长率", "half_year": "≥2%", "full_year": "≥5%"},
            {"section": "满意度", "category": "服务对象满意度", "name": "读者满意度", "half_year": "≥90%", "full_year": "≥92%"},
        ],
    }
)  # fmt: skip

WHOLE_OUTPUT = TargetTable.model_validate(
    {
        "year": 2026,
        "department": "云江市林业局",
        "template": "whole-output",
        "duties": ["负责造林绿化和森林防火。"],
        "funds": {
            "unit": "万元",
            "income": {"total": 830, "fiscal": 800, "other": 30},
            "spending": {"basic": {"full_year": 500}, "projects": {"full_year": 330}},
        },
        "annual_goal": "造林1.2万亩，森林火灾受害率控制在0.5‰以内。",
        "indicators": [
            {"section": "产出", "category": "数量", "name": "人工造林面积", "full_year": "≥1.2万亩", "weight": 20, "note": "以验收面积为准"},
            {"section": "产出", "category": "质量", "name": "造林成活率", "full_year": "≥85%", "weight": 15},
            {"section": "产出", "category": "时效", "name": "造林完成时间", "full_year": "2026年4月底前", "weight": 10},
            {"section": "产出", "category": "成本", "name": "每亩造林成本", "full_year": "≤600元/亩", "weight": 5},
            {"section": "效益", "category": "生态效益", "name": "森林火灾受害率", "full_year": "≤0.5‰", "weight": 20},
            {"section": "效益", "category": "社会效益", "name": "护林员就业岗位", "full_year": "≥60个", "weight": 10},
            {"section": "满意度", "category": "服务对象满意度", "name": "林农满意度", "full_year": "≥90%", "weight": 10},
        ],
    }
)  # fmt: skip

PROJECT_COST = TargetTable.model_validate(
    {
        "year": 2026,
        "department": "云江市水务局",
        "project": "北河堤防加固",
        "template": "project-cost",
        "funds": {"unit": "元", "income": {"total": 1200, "fiscal": 1000, "other": 200}},
        "long_term_goal": "三年内完成北河全线堤防达标。",
        "annual_goal": "完成2.6公里堤段加固并通过验收。",
        "indicators": [
            {"section": "成本", "category": "经济成本", "name": "每公里加固成本", "full_year": "≤420万元"},
            {"section": "产出", "category": "数量", "name": "加固堤段长度", "full_year": "=2.6公里"},
            {"section": "产出", "category": "质量", "name": "单元工程合格率", "full_year": "=100%"},
            {"section": "产出", "category": "时效", "name": "汛前完工率", "full_year": "=100%"},
            {"section": "效益", "category": "社会效益", "name": "受保护人口", "full_year": "≥3.1万人"},
            {"section": "满意度", "category": "服务对象满意度", "name": "沿岸居民满意度", "full_year": "≥90%"},
        ],
    }
)  # fmt: skip

SELFEVAL = TargetTable.model_validate(
    {
        "year": 2024,
        "department": "云江市教育局",
        "project": "乡村学校直饮水",
        "template": "selfeval-project",
        "funds": {"unit": "万元", "income": {"total": 96, "fiscal": 96}},
        "annual_goal": "为24所乡村学校装好直饮水并保养。",
        "indicators": [
            {
                "section": "产出", "category": "数量", "name": "安装学校数", "full_year": "=24所", "actual": "23所",
                "weight": 20, "score": 19, "note": "一所学校校舍改建，顺延到明年安装",
            },
            {"section": "产出", "category": "质量", "name": "水质检测合格率", "full_year": "=100%", "actual": "100%", "weight": 20, "score": 20},
            {"section": "产出", "category": "时效", "name": "开学前完工率", "full_year": "≥95%", "actual": "96%", "weight": 10, "score": 10},
            {"section": "效益", "category": "社会效益", "name": "受益学生人数", "full_year": "≥9000人", "actual": "9120人", "weight": 30, "score": 30},
            {"section": "满意度", "category": "服务对象满意度", "name": "师生满意度", "full_year": "≥90%", "actual": "97.5%", "weight": 10, "score": 10},
        ],
    }
)  # fmt: skip

SAMPLES = {"whole-duty": WHOLE_DUTY, "whole-output": WHOLE_OUTPUT, "project-cost": PROJECT_COST, "selfeval": SELFEVAL}
