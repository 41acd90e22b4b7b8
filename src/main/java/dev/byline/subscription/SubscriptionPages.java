package dev.byline.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.http.ClientAddress;
import dev.byline.mail.LinkAction;
import jakarta.enterprise.context.ApplicationScoped;

/** The buttons behind the links of subscriptions. */
final class SubscriptionPages {
    private SubscriptionPages() {
    }

    /** The second of the two times that are asked for. */
    @ApplicationScoped
    static class Confirm implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ClientAddress client;

        Confirm(SubscriptionService subscriptions, ClientAddress client) {
            this.subscriptions = subscriptions;
            this.client = client;
        }

        @Override
        public String name() {
            return "confirm-subscription";
        }

        @Override
        public String press(String token, String input) {
            subscriptions.confirm(token, Networks.cut(client.text()));
            return null;
        }
    }

    /** The link at the end of each mail. */
    @ApplicationScoped
    static class Unsubscribe implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ClientAddress client;

        Unsubscribe(SubscriptionService subscriptions, ClientAddress client) {
            this.subscriptions = subscriptions;
            this.client = client;
        }

        @Override
        public String name() {
            return "unsubscribe";
        }

        @Override
        public String press(String token, String input) {
            subscriptions.unsubscribe(token, "page", Networks.cut(client.text()));
            return null;
        }
    }

    /** Nothing is stored any more. */
    @ApplicationScoped
    static class Erase implements LinkAction {
        private final SubscriptionService subscriptions;

        Erase(SubscriptionService subscriptions) {
            this.subscriptions = subscriptions;
        }

        @Override
        public String name() {
            return "erase-subscription";
        }

        @Override
        public String press(String token, String input) {
            subscriptions.erase(token);
            return null;
        }
    }

    /** What is stored. */
    @ApplicationScoped
    static class Show implements LinkAction {
        private final SubscriptionService subscriptions;
        private final ObjectMapper json;

        Show(SubscriptionService subscriptions, ObjectMapper json) {
            this.subscriptions = subscriptions;
            this.json = json;
        }

        @Override
        public String name() {
            return "subscription";
        }

        @Override
        public String next() {
            return "erase-subscription";
        }

        @Override
        public String press(String token, String input) {
            try {
                return json.writerWithDefaultPrettyPrinter().writeValueAsString(subscriptions.export(token));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
