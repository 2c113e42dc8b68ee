package io.explainrec.catalog.imports;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Reads on only while its user says that something ended, so that no more than that is ever held in memory. */
final class BoundedReader extends FilterReader {
    private final int most;
    private long left;

    /**
     * @param most characters from one beginning to the next
     */
    BoundedReader(Reader in, int most) {
        super(in);
        this.most = most;
        begin();
    }

    /** The next thing begins. */
    void begin() {
        left = most;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        int read = super.read(to, offset, length);
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new IOException("a record is longer than " + most + " characters");
        }
        return read;
    }
}
