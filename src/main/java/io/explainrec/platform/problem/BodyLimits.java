package io.explainrec.platform.problem;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Bounds what is read of a body. Bulk bodies (NDJSON) are bounded line by line where they are read. */
class BodyLimits {
    /** Bytes of a JSON body. */
    static final long JSON_BYTES = 5_000_000;

    /** Before whoever guards pages' forms: to them a form without their token says nothing that a shop's programmer could read. */
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void refuseForms(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith("/api/")
                && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(request.getMediaType())) {
            throw new NotSupportedException();
        }
    }

    @ServerRequestFilter
    void bound(ContainerRequestContext request) {
        String encoding = request.getHeaderString("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new UnsupportedInput(
                    "Content-Encoding '" + encoding + "' is not read here; send the body uncompressed.");
        }
        MediaType type = request.getMediaType();
        if (type != null && "json".equals(type.getSubtype())) {
            if (request.getLength() > JSON_BYTES) {
                throw tooLarge();
            }
            if (request.getLength() < 0 && request.hasEntity()) {
                request.setEntityStream(new Bounded(request.getEntityStream()));
            }
        }
    }

    private static TooLarge tooLarge() {
        return new TooLarge("A JSON body may have " + JSON_BYTES
                + " bytes; send many things as NDJSON (Content-Type: application/x-ndjson), one per line.");
    }

    private static final class Bounded extends FilterInputStream {
        private long read;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > JSON_BYTES) {
                throw tooLarge();
            }
        }
    }
}
