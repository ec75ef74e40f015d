"""Two hundred texts that try to run, to break out, to reverse or to flood; each test that takes text from data uses them."""

import itertools

#: What code in a text would leave behind if it ran: in a browser ``window.pwned``, on the server this product.
PRODUCT = "5332114"
_CALL = "window.pwned=1"
_KINDS = (
    f"<script>{_CALL}</script>",
    f"<img src=x onerror={_CALL}>",
    f"<svg onload={_CALL}>",
    f"</script><script>{_CALL}</script>",
    f"<iframe srcdoc='<script>parent.{_CALL}</script>'>",
    f"\"><b onmouseover={_CALL}>",
    f"javascript:{_CALL}",
    f"<!--<script>{_CALL}",
    f"]]><script>{_CALL}</script>",
    "{{1234*4321}}",
    "{% for a in [1234*4321] %}{{a}}{% endfor %}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{#1234*4321#}",
    "${1234*4321}",
    f"${{{_CALL}}}",
    "`${1234*4321}`",
    "\\u003cscript\\u003e",
    "&lt;b&gt;&amp;#x27;",
    "\u202egnp.exe\u202c reversed",
    "\u2066isolated\u2069 \u200f\u200e",
    "a\u2028b\u2029c",
    "=cmd|' /C calc'!A0",
    "+1+1", "-2-2", "@SUM(A1)",
    "$\\frac{1}{0}$", "$\\mathbf{", "\\input{/etc/passwd}",
    "'; DROP TABLE incidents; --",
    "../../etc/passwd", "C:\\nul\\con",
    "%s%n%x {0} {__class__}",
    "Z\u0361\u0353\u0342\u0301a\u0334\u0321l\u0338g\u0337o", "\U0001f9e8\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "کوئٹہ <script>" + _CALL + "</script> שלום",
    "line\u000bbreak\u001bcontrol\u0007bell",
    "[link](javascript:alert(1)) **bold** `code` :red[colour] :material/home:",
    "<a href='https://evil.example/x'>x</a> https://evil.example/y",
    "x" * 10_000,
    "<b>" * 300,
)  # fmt: skip


def hostile_texts(count: int = 200) -> list[str]:
    """As many different hostile texts as asked for: each kind, then each again inside or around other text."""
    wrapped = (
        f"{word} {number} {kind}"
        for number, (word, kind) in enumerate(itertools.product(("Near", "von", "the", "از"), _KINDS))
    )
    return list(itertools.islice(itertools.chain(_KINDS, wrapped), count))
