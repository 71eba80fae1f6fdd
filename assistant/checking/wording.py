"""How indicators are named: measurable names, slogans and tasks, names that say the same, names that say two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property, lru_cache

import rjieba

from assistant.checking.terms import Spaced
from assistant.checking.words import WordList

_BRACKETS = re.compile(r"\([^()]*\)")
_JOINT = re.compile(
    r"、|以及|(?<![普涉危累波以])及(?!时|格|其)|(?<![共饱总中调温缓])和(?!谐|平(?![时均台])|解|睦|美)|(?<!参)与(?!会|度|率)"
)
_SENTENCE = re.compile(r"[。；;！!？?]|.{4}[，,].{4}")
#: Two measures with nothing between them: 服务满意率及时率.
_RUN_TOGETHER = re.compile(
    r"((?:满意|及时|合格|准确|知晓|参与|覆盖|办结|完好)[率度])((?:满意|及时|合格|准确|知晓|参与|覆盖|办结|完好)[率度])$"
)
#: A name longer than that is a sentence.
_LONG = 45


#: Ends of a count that say the same.
_COUNT_END = re.compile("(?:总数量|数量|总数|个数)$")

#: What stands between an activity and 率: 养护及时率.
_QUALITIES = ("完成", "及时", "合格", "达标", "覆盖", "准确", "到位", "规范")
_QUANTITIES = (
    "率", "比", "比例", "占比", "数", "数量", "人次", "场次", "批次", "额", "面积", "里程", "量", "满意度", "知晓度", "参与度",
    "浓度", "长度", "时间", "时限", "时长", "增长", "增速", "增幅",
)  # fmt: skip
#: Measures that no thing is called by (水量 is one): two of them are two numbers, whatever stands before.
_COUNTS = ("率", "人数", "人次", "次数", "场次", "批次", "户数", "件数", "面积", "里程", "长度", "满意度")
#: One budget may well pay for two things.
_MONEY = ("控制数", "预算数", "支出额", "补助标准")
#: The value of two things is one of the last, where that grows by so many %.
_GROWTHS = ("增长", "增速", "增幅")
#: Activities that end what is done to a thing, whatever a tagger makes of them: 殡葬服务, 保障房建设.
_ACTIVITY = re.compile(
    "(?P<thing>.{2,8})(?:改造|建设|养护|整治|清淤|登记|服务|检查|培训|认定|维修|修缮|治理|监测|检测|检验|保洁|清运|救助|供养|供给|演练|巡查|审批|核查|采购|发放|资助|帮扶|安置|处置|筹集)"
)
#: Flags of nouns and of what stands for one.
_NOUN = ("n", "vn", "b", "j", "l")


@dataclass(frozen=True, slots=True)
class Two:
    """A name of more than one thing: its parts, and the names it splits into where that is clear."""

    parts: tuple[str, ...]
    names: tuple[str, ...]


class Wording(WordList):
    """``data/wording.toml``."""

    file = "wording"

    measures: Spaced
    things_measured: Spaced
    slogans: Spaced
    tasks: Spaced
    things: Spaced
    task_ends: Spaced
    done: Spaced
    general: Spaced
    fillers: Spaced
    same: tuple[tuple[str, ...], ...]
    one_notion: Spaced

    def measurable(self, key: str, counted: bool) -> bool:
        """Whether a name (normalised) ends in something that can be measured or graded.

        ``counted``: a number stands as its value, which also measures a thing such as 收入.
        """
        bare = _without_brackets(key)
        return counted if _ending(bare, self.things_measured) else bool(_ending(bare, self.measures))

    def measure(self, key: str) -> str:
        """The longest measure that a name ends in: 培训合格率 -> 合格率 is not one word of the list, 率 is."""
        return _ending(_without_brackets(key), self.measures)

    def slogan(self, key: str) -> str | None:
        """The slogan word that a name begins with."""
        return self._beginning(key, self.slogans)

    def task(self, key: str) -> str | None:
        """The task word that a name begins with."""
        return self._beginning(key, self.tasks)

    def sentence(self, key: str) -> bool:
        """Whether a name is a sentence."""
        bare = _without_brackets(key)
        return len(bare) > _LONG or _SENTENCE.search(bare) is not None

    def measured_at_length(self, key: str) -> bool:
        """Whether a name with a comma in it says, before what it measures, only when or of what: 服务期内，居民的满意程度."""
        bare = _without_brackets(key)
        return (
            len(bare) <= _LONG
            and not re.search(r"[。；;！!？?]", bare)
            and len(re.findall("[，,]", bare)) == 1
            and bool(self.measure(key))
        )

    @cached_property
    def meant(self) -> Callable[[str], str]:
        """``meant(key)``: the form in which two names that say the same are equal."""
        return lru_cache(maxsize=16_384)(self._meant)

    def _meant(self, key: str) -> str:
        form = self._other_forms.sub(lambda m: self._forms[m[0]], key)
        if form != key:  # a form may complete another one: 公众满意率, 群众满意率, 群众满意度
            form = self._other_forms.sub(lambda m: self._forms[m[0]], form)
        return _COUNT_END.sub("数", self._filling.sub("", form))

    def two(self, key: str) -> Two | None:
        """What a name measures where that is more than one thing; None for one thing, however many words it takes."""
        bare = _without_brackets(key)
        if run := _RUN_TOGETHER.search(bare):
            return Two((bare[: run.start(2)], run[2]), ())
        parts = [p for p in _JOINT.split(bare) if p]
        if len(parts) < 2 or any(pair in bare for pair in self.one_notion):
            return None
        measures = [self.measure(p) for p in parts]
        if not _is_quantity(measures[-1]) or bare.endswith(_MONEY):
            return None
        if all(_is_quantity(m) for m in measures) and parts[0] not in measures:
            unclear = self.general.intersection(parts) or measures[-1].endswith(_GROWTHS)
            return Two(tuple(parts), () if unclear else _with_stem(parts, measures))
        numbers = tuple(p for p, m in zip(parts, measures, strict=True) if m.endswith(_COUNTS))
        if len(numbers) > 1:
            return Two(numbers, ())
        if any(_is_quantity(m) for m in measures[:-1]):
            return None
        if len(parts) > 2:
            return Two(tuple(parts), ()) if all(len(p) > 1 for p in parts) else None
        return _two_activities(parts[0], parts[1], measures[1])

    def _beginning(self, key: str, words: Container[str]) -> str | None:
        if any(key.startswith(thing) for thing in self.things):
            return None
        return next((key[:n] for n in range(min(5, len(key)), 0, -1) if key[:n] in words), None)

    @cached_property
    def _forms(self) -> dict[str, str]:
        return {other: form for form, *others in self.same for other in (form, *others)}

    @cached_property
    def _other_forms(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._forms, key=lambda w: (-len(w), w)))))

    @cached_property
    def _filling(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.fillers), key=lambda w: (-len(w), w))))


def _without_brackets(key: str) -> str:
    return _BRACKETS.sub("", key) if "(" in key else key


def _ending(text: str, words: Container[str]) -> str:
    for n in range(min(8, len(text)), 0, -1):
        if text[-n:] in words:
            return text[-n:]
    return ""


def _is_quantity(measure: str) -> bool:
    """Whether it is a number that a name promises, not a grade (程度, 情况) nor a time of the year (年度, 季度)."""
    return measure.endswith(_QUANTITIES) and not measure.endswith(("质量", "力量"))


def _with_stem(parts: list[str], measures: list[str]) -> tuple[str, ...]:
    """培训次数、人数 -> 培训次数、培训人数: a part that is nothing but a measure takes the first one's stem."""
    stem = parts[0].removesuffix(measures[0])
    return tuple(p if p.removesuffix(m) else stem + p for p, m in zip(parts, measures, strict=True))


def _two_activities(first: str, last: str, measure: str) -> Two | None:
    """道路修缮和绿化养护及时率: each part is a thing and what is done to it, and the things differ."""
    tail = next((end for end in _QUALITIES if last.endswith(end + measure)), "") + measure
    one, other = _thing_done(first), _thing_done(last.removesuffix(tail))
    if one is None or other is None or one in other or other in one:
        return None
    return Two((first, last), (first + tail, last))


@lru_cache(maxsize=4096)
def _thing_done(text: str) -> str | None:
    """道路修缮 -> 道路: the thing before the activity that ends the text; None for any other shape."""
    if known := _ACTIVITY.fullmatch(text):
        return known["thing"]
    tagged = [(word, flag) for word, flag in rjieba.tag(text) if word.strip()]
    nouns = tagged[:-1]
    if not nouns or not tagged[-1][1].startswith("v") or not all(flag.startswith(_NOUN) for _, flag in nouns):
        return None
    return "".join(word for word, _ in nouns)
