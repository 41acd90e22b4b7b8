package dev.byline.view;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Tests which user agents are those of bots. */
class BotUserAgentsTest {
    private static final String KHTML = " (KHTML, like Gecko) ";
    private static final String WEBKIT = "AppleWebKit/537.36" + KHTML;

    @Test
    void v10_programs_are_no_readers() {
        for (var agent : List.of("", "x", "Mozilla/5.0",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 " + WEBKIT + "; compatible; GPTBot/1.1; +https://openai.com/gptbot",
                "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36"
                        + " (compatible; Bytespider; spider-feedback@bytedance.com)",
                "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "curl/8.5.0",
                "curl/8.5.0 with more than twenty characters", "python-requests/2.32.3 and something",
                "Mozilla/5.0 (X11; Linux x86_64) " + WEBKIT + "HeadlessChrome/120.0.0.0 Safari/537.36",
                "Wget/1.21.4 with something behind it", "Go-http-client/2.0 as usual in Go",
                "Apache-HttpClient/4.5.14 (Java/17.0.15)", "Mozilla/5.0 (compatible; SomethingNewBot/0.1)",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")) {
            assertTrue(ViewFilter.isBot(agent), agent);
        }
    }

    @Test
    void v10_people_are() {
        for (var agent : List.of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + WEBKIT + "Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + WEBKIT + "Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (X11; Linux x86_64) " + WEBKIT + "Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + WEBKIT + "Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Linux; Android 10; K) " + WEBKIT + "Chrome/142.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 13; SM-S901B) " + WEBKIT + "Chrome/112.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP3A.240617.008; wv) " + WEBKIT
                        + "Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 10; CUBOT X30) " + WEBKIT + "Chrome/120.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 9; CUBOT_POWER) " + WEBKIT + "Chrome/80.0.3987.99 Mobile Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15" + KHTML
                        + "Version/18.1 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15" + KHTML
                        + "CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15" + KHTML
                        + "Version/18.1 Safari/605.1.15",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + WEBKIT
                        + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + WEBKIT
                        + "Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0",
                "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) " + WEBKIT
                        + "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
                "Mozilla/5.0 (Linux; U; Android 13; vi-vn; Redmi Note 12) " + WEBKIT
                        + "Version/4.0 Chrome/100.0.4896.127 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4.0-g",
                "Mozilla/5.0 (Linux; Android 12) " + WEBKIT
                        + "Version/4.0 Chrome/131.0.0.0 Mobile DuckDuckGo/5 Safari/537.36")) {
            assertFalse(ViewFilter.isBot(agent), agent);
        }
    }

    @Test
    void v10_what_is_longer_than_any_browsers_is_a_program_however_it_is_made() {
        for (var part : List.of("a", "Bo", "Googlebo", "(((((", " ", "bot")) {
            assertTrue(ViewFilter.isBot(part.repeat(8 * 1024 / part.length())), part);
        }
    }
}
