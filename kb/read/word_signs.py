"""Signs of a Word document that no w:t holds: letters by their place in a font, formulas on one line."""

from __future__ import annotations

import re
from typing import Final

from kb.read.markup import Element
from kb.read.word_parts import M, W

UNKNOWN: Final = "□"
# Letters of Word's picture fonts that laws use; any other place of them is unknown.
_FONTS: Final = {
    "symbol": {0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•"}
    | {0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "⋅", 0xE5: "∑", 0x2D: "−", 0x61: "α", 0x62: "β"}
    | {0x44: "Δ", 0x53: "Σ", 0x6D: "μ", 0x70: "π", 0xD6: "√", 0xCE: "∈"},
    "wingdings": {0x6C: "●", 0x6E: "■", 0xA7: "▪", 0xA8: "☐", 0xFC: "✓", 0xFE: "☑"},
}


def letter(symbol: Element) -> str:
    """The letter of a w:sym, or UNKNOWN. Word adds 0xF000 to places of picture fonts."""
    font, code = (symbol.get(f"{W}font") or "").lower(), symbol.get(f"{W}char") or ""
    place = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
    if font in _FONTS:
        return _FONTS[font].get(place & 0xFF, UNKNOWN)
    return UNKNOWN if place < 0x20 or 0xD800 <= place <= 0xF8FF else chr(place)


def formula(node: Element) -> str:
    """The words of a formula on one line: (a+b)/c, x^2."""
    tag = str(node.tag).removeprefix(M)
    if tag == "t":
        return node.text or ""
    if tag == "chr":
        return node.get(f"{M}val") or ""
    inner = "".join(formula(child) for child in node if child.tag != f"{W}rPr")
    match tag:
        case "num" | "den" | "sup" | "sub" | "deg":
            sign = {"den": "/", "sup": "^", "sub": "_"}.get(tag, "")
            return f"{sign}({inner})" if len(inner) > 1 else f"{sign}{inner}" if inner else ""
        case "rad":
            return f"√({inner})"
        case "d":
            return f"({inner})"
    return inner
