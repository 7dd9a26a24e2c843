"""Whether two names mean the same quantity, kin of it, or something that must not pass for it.

Reports and drafts name one number in several ways (作出行政处罚, 查处案件, "fines"): those are
kin. A case opened is not a case closed, and a fine is not a confiscation: those are apart even
though a question about one is well served by the other, which is why the lexicon relates them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import Lexicon

_KIN = tuple(map(frozenset, (
    {"penalty_decision", "fine_count", "sanction", "case_filed", "case_closed"},
    {"inspection", "enterprise_inspected", "random_inspection", "joint_inspection", "patrol"},
    {"patrol", "enforcement_officer"},
    {"notice_served", "rectification_order", "warning"},
    {"hazard", "problem_found"},
    {"complaint", "petition", "hotline"},
    {"wages_recovered", "consumer_loss_recovered", "wage_arrears"},
    {"referral", "prosecution"},
)))
_APART = frozenset(map(frozenset, (
    {"fine", "confiscation"}, {"fine_and_confiscation", "confiscation"},
    {"litigation", "reconsideration"}, {"litigation", "court_appearance"},
    {"information_disclosure", "disclosure_request"}, {"prosecution", "conviction"},
    {"accident", "death"}, {"accident", "injury"}, {"death", "injury"},
    {"budget", "expenditure"}, {"budget", "funding"}, {"funding", "investment"},
    {"legality_review", "normative_document"}, {"publicity_event", "publicity_material"},
    {"publicity_event", "audience"}, {"legal_adviser", "government_lawyer"},
    {"seizure", "product_destroyed"},
    {"deficit", "deficit_ratio"}, {"compensation", "wages_recovered"},
)))
_NO_MORE = frozenset({
    ("fine_and_confiscation", "fine"), ("certified_officer", "enforcement_officer"),
})
_OPENED = re.compile(r"立案|\b(?:opened|filed|initiated|launched)\b")
_CLOSED = re.compile(
    r"结案|办结|审结|查结|执结|\b(?:closed|concluded|completed|settled|disposed)\b"
)
_DECIDED = re.compile(
    r"处罚|罚款|罚单|\b(?:penal\w+|fine[sd]?|sanction\w*|punish\w*)\b|amende|bußgeld"
)
_MENDED = re.compile(
    r"整改(?:完成|完毕|到位|落实|率)|(?:完成|已|均|全部)整改|"
    r"\b(?:rectified|remedied|corrected|fixed|resolved)\b"
)
_TOLD_TO = re.compile(
    r"(?:督促|责令|要求|限期|督办|下达|通知|推动)[^，。；]{0,6}整改|"
    r"\b(?:order|urg|requir|direct|instruct)\w*\b"
)

SAME, KIN, UNTOLD, OTHER = "same", "kin", "untold", "apart"


def kinship(lexicon: Lexicon, mine: frozenset[str], theirs: frozenset[str]) -> str:
    """How the quantities that a draft (``mine``) and a source (``theirs``) name relate.

    ``untold`` where either side names none. A draft may call 罚没款 a fine, as reports do, but a
    source's fine bears out no larger sum of fines and confiscations, nor its officers certified
    ones.
    """
    if not mine or not theirs:
        return UNTOLD
    if mine & theirs:
        return SAME
    pairs = [(a, b) for a in mine for b in theirs]
    if any(_are_kin(lexicon, a, b) for a, b in pairs):
        return KIN
    return OTHER


def _are_kin(lexicon: Lexicon, mine: str, theirs: str) -> bool:
    if frozenset((mine, theirs)) in _APART or (mine, theirs) in _NO_MORE:
        return False
    if any(mine in group and theirs in group for group in _KIN):
        return True
    concepts = lexicon.concepts
    return (theirs in lexicon.with_related(mine) or mine in lexicon.with_related(theirs)
            or bool({mine, *concepts[mine].broader} & {theirs, *concepts[theirs].broader}))


def stage_differs(mine: str, theirs: str) -> bool:
    """Whether the one text counts cases opened and the other cases closed or decided, or a draft
    (``mine``) calls mended what its source only tells somebody to mend."""
    opened, done, mended, told = _stages(mine)
    there, finished, _, asked = _stages(theirs)
    return (mended and not told and asked) or (opened and not done and finished and not there) or (
        there and not finished and done and not opened)


@lru_cache(maxsize=20_000)
def _stages(text: str) -> tuple[bool, bool, bool, bool]:
    """Whether a text speaks of opening; of closing or deciding; of mending; of telling to mend."""
    return (bool(_OPENED.search(text)), bool(_CLOSED.search(text) or _DECIDED.search(text)),
            bool(_MENDED.search(text)), bool(_TOLD_TO.search(text)))
