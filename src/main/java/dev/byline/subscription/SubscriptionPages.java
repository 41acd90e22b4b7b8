package dev.byline.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.mail.LinkAction;
import dev.byline.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** The buttons behind the links of subscriptions. */
final class SubscriptionPages {
    private SubscriptionPages() {
    }

    /** The second of the two times that are asked for. */
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

    /** The link at the end of each mail. */
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

    /** Nothing is stored any more. */
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

    /** What is stored. */
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
