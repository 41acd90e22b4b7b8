package dev.byline.webhook;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.enterprise.context.ApplicationScoped;

/** Builds what receivers get: the event, its time, and the thing as it is at the time of sending. */
@ApplicationScoped
class DeliveryPayloads {
    private final ObjectMapper json;

    DeliveryPayloads(ObjectMapper json) {
        this.json = json;
    }

    /** Returns the bodies of the requests by the ids of the deliveries. */
    Map<UUID, byte[]> build(List<ClaimedDelivery> deliveries) {
        var payloads = new HashMap<UUID, byte[]>();
        for (var delivery : deliveries) {
            var data = new LinkedHashMap<String, Object>();
            if (!delivery.thingId().equals(ClaimedDelivery.NO_THING)) {
                data.put("id", delivery.thingId());
            }
            data.put("cause", delivery.cause());
            var payload = new LinkedHashMap<String, Object>();
            payload.put("type", delivery.event());
            payload.put("timestamp", delivery.at());
            payload.put("data", data);
            payloads.put(delivery.id(), toJson(payload));
        }
        return payloads;
    }

    private byte[] toJson(Object payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
