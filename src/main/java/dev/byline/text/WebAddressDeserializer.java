package dev.byline.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;

/** Reads a URL from JSON with its host in ASCII; see {@link HostNames#toAsciiUrl}. */
public final class WebAddressDeserializer extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    /** Called by Jackson. */
    public WebAddressDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var text = StringDeserializer.instance.deserialize(parser, context);
        return text == null ? null : HostNames.toAsciiUrl(text);
    }
}
