package dev.byline.site;

import dev.byline.mail.LinkAction;
import dev.byline.mail.MailLink;
import dev.byline.web.Paths;
import jakarta.inject.Singleton;

/** The pages that links in mails open: those of the frontend if the site names them, otherwise those of Byline. */
@Singleton
public class MailLinkPages {
    private final PublicUrl address;

    MailLinkPages(PublicUrl address) {
        this.address = address;
    }

    /**
     * Returns the address of a page for a {@link MailLink}.
     *
     * @param template
     *            the address in the frontend by the settings of the site, or null
     * @param name
     *            the name of Byline's own page
     */
    public String url(String template, String name, String locale) {
        return template == null
                ? LinkAction.pageUrl(address.base(), name, locale)
                : template.replace("{locale}", locale);
    }

    /** Returns the address of an operation of the public API, for programs that mails come to. */
    public String apiUrl(String path) {
        return address.base() + Paths.PUBLIC_API + path;
    }
}
