package dev.byline.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.mail.LinkAction;
import dev.byline.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** The actions behind the links in mails to subscribers. */
final class SubscriptionPages {
    private SubscriptionPages() {
    }

    /** Confirms a subscription, the second step of the double opt-in. */
    @ApplicationScoped
    static class ConfirmSubscriptionPage implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ClientAddress client;

        ConfirmSubscriptionPage(SubscriptionService subscriptions, ClientAddress client) {
            this.subscriptions = subscriptions;
            this.client = client;
        }

        @Override
        public String name() {
            return "confirm-subscription";
        }

        @Override
        public String perform(String token, String input) {
            subscriptions.confirm(token, NetworkPrefix.of(client.ipAddress()));
            return null;
        }
    }

    /** Ends a subscription; the unsubscribe link of each mail opens this page. */
    @ApplicationScoped
    static class UnsubscribePage implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ClientAddress client;

        UnsubscribePage(SubscriptionService subscriptions, ClientAddress client) {
            this.subscriptions = subscriptions;
            this.client = client;
        }

        @Override
        public String name() {
            return "unsubscribe";
        }

        @Override
        public String perform(String token, String input) {
            subscriptions.unsubscribe(token, "page", NetworkPrefix.of(client.ipAddress()));
            return null;
        }
    }

    /** Erases a subscriber. */
    @ApplicationScoped
    static class EraseSubscriptionPage implements LinkAction {
        private final SubscriptionService subscriptions;

        EraseSubscriptionPage(SubscriptionService subscriptions) {
            this.subscriptions = subscriptions;
        }

        @Override
        public String name() {
            return "erase-subscription";
        }

        @Override
        public String perform(String token, String input) {
            subscriptions.erase(token);
            return null;
        }
    }

    /** Shows all data that is stored about a subscriber. */
    @ApplicationScoped
    static class ShowSubscriptionPage implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ObjectMapper json;

        ShowSubscriptionPage(SubscriptionService subscriptions, ObjectMapper json) {
            this.subscriptions = subscriptions;
            this.json = json;
        }

        @Override
        public String name() {
            return "subscription";
        }

        @Override
        public String nextPage() {
            return "erase-subscription";
        }

        @Override
        public String perform(String token, String input) {
            try {
                return json.writerWithDefaultPrettyPrinter().writeValueAsString(subscriptions.export(token));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
