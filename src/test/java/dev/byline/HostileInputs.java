package dev.byline;

import java.util.List;

/** Inputs of attackers that try to run a script in the browser of another reader: case X01. */
public final class HostileInputs {
    public static final List<String> TEXTS = List.of("<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>", "<iframe//src=jaVa&Tab;script:alert(3)>",
            "<a href=\"ja&Tab;vascript:alert(1)\">x</a>", "[x](javascript:alert(1))", "<javascript:alert(1)>",
            "[x](JaVaScRiPt&colon;alert(1))", "[x](data:text/html,<script>alert(1)</script>)",
            "[x](vbscript:msgbox(1))", "[x](//evil.example)", "<b><i>unclosed", "<style>*{display:none}</style>",
            "<noscript><style></noscript><img src=x onerror=alert(1)>",
            "<math><mtext><table><mglyph><style><img src=x>",
            "![x](x\"onerror=alert(1))", "![x](javascript:alert(1))", "<!-- x", "]]>", "&lt;script&gt;alert(1)",
            "[x](https://x.example \"onmouseover=alert(1)\")", "`<script>`", "```\n</code></pre><script>alert(1)\n```",
            "[a](java\nscript:alert(1))", "[x]: javascript:alert(1)\n\n[x]", "<https://x.example/\" onclick=alert(1)>",
            "\"><script>alert(1)</script>", "{{constructor.constructor('alert(1)')()}}", "<template><script>alert(1)",
            "<form action=https://evil.example><button>x", "<base href=https://evil.example>",
            "<video src=x autoplay onloadstart=alert(1)>", "<picture><source srcset=javascript:alert(1)><img src=x>",
            "<audio src=x oncanplay=alert(1)>", "<track src=javascript:alert(1)>", "7. x\n8. <ol type=a>",
            "<details open ontoggle=alert(1)>", "$<img src=x onerror=alert(1)>$",
            "> [!NOTE]\n> <script>alert(1)</script>",
            "。**<script>alert(1)</script>**あ", "[x](tel:1)", "[x](sms:1)", "<a id=x name=y>z</a>", "a\n<img src=x>");

    private HostileInputs() {
    }
}
