"""Where only mail goes: post boxes, rural routes, general delivery. A car needs a road."""

import re

_HINT = re.compile(
    r"box|bx|drawer|\bpo\b|p\.\s?o|\bpob|\bpmb|delivery|\brr|r\.\s?r|rural|\brfd|r\.f\.d|\bhc|h\.\s?c|"
    r"star|contract|\bpsc|\bcmr|caller",
    re.IGNORECASE,
)
_NUMBER = r"\s*#?\s*(?:no\.?\s*)?[\w-]+"
_BOX_WORD = r"(?:box|bx|drawer|lock\s*box|caller(?:\s+service)?|bin)"
_PO = r"p\.?\s*o\.?\s*"
_PO_BOX = (
    rf"(?:{_PO}|post\s+office\s+|postal\s+){_BOX_WORD}(?:\b{_NUMBER})?|\bp\.?o\.?b\.?\s*#?\s*\d+\w*"
)
_ROUTE_NAME = (
    r"(?:r\.?\s?r\.?|rural\s+(?:route|rte|rt|road\s+route)|r\.?f\.?d\.?|h\.?\s?c\.?\s?r?\.?|"
    r"star\s+(?:route|rte|rt)|highway\s+contract(?:\s+route)?)"
)
_ROUTE = rf"{_ROUTE_NAME}\s*#?\s*(?:no\.?\s*)?\d+[a-z]?"
# "Rt 2" and "SR 2" are roads unless a box stands beside them.
_BOXED_ROUTE = rf"(?:{_ROUTE_NAME}|route|rte\.?|rt\.?|r\.?|s\.?r\.?)\s*#?\s*(?:no\.?\s*)?\d+[a-z]?"
_BOX = re.compile(
    rf"{_PO_BOX}|"
    rf"\b{_BOXED_ROUTE}[\s,]*#?\s*(?:box|bx)\b{_NUMBER}|"
    rf"\b(?:box|bx){_NUMBER}[\s,]+{_BOXED_ROUTE}(?=[\s,]|$)|"
    rf"\b{_ROUTE}(?=[\s,]|$)|"
    r"\bgeneral\s+delivery\b|\b(?:psc|cmr)\s+\d+(?:[\s,]*box\s*\w+)?|"
    rf"(?:^|,)\s*(?:box|bx|drawer)\b{_NUMBER}(?=[\s,]|$)|\bpmb\b{_NUMBER}",
    re.IGNORECASE,
)


def without_box(text: str) -> str | None:
    """Return the text without its boxes and rural routes; None when it has none."""
    if not _HINT.search(text):
        return None
    rest, count = _BOX.subn(" , ", text)
    if not count:
        return None
    parts = [" ".join(part.split()) for part in rest.split(",")]
    return ", ".join(part for part in parts if part)
