package dev.byline.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.byline.security.Sha256;

/**
 * The numbers of the items of a file by their type and id, so that a second item with the id of an earlier one is
 * recognized. Keeps 64 bits of a hash for each item instead of its id, because a file may have millions of items.
 */
final class SeenItems {
    private static final int INITIAL_CAPACITY = 1024;

    /** A hash table with open addressing; its size is a power of two, and 0 marks a free place. */
    private long[] hashes = new long[INITIAL_CAPACITY];
    private long[] numbers = new long[INITIAL_CAPACITY];
    private int size;

    /** Adds an item, unless an earlier item has its reference. Returns the number of that earlier item, or null. */
    Long add(String reference, long number) {
        if (size * 2 > hashes.length) {
            grow();
        }
        long hash = hash(reference);
        int place = findPlace(hash);
        if (hashes[place] == hash) {
            return numbers[place] == number ? null : numbers[place];
        }
        hashes[place] = hash;
        numbers[place] = number;
        size++;
        return null;
    }

    /** Computes a 64-bit hash of a reference, never 0. */
    static long hash(String reference) {
        long hash = ByteBuffer.wrap(Sha256.of(reference.getBytes(StandardCharsets.UTF_8))).getLong();
        return hash == 0 ? 1 : hash;
    }

    private int findPlace(long hash) {
        int place = (int) hash & (hashes.length - 1);
        while (hashes[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private void grow() {
        var formerHashes = hashes;
        var formerNumbers = numbers;
        hashes = new long[formerHashes.length * 2];
        numbers = new long[formerHashes.length * 2];
        for (int i = 0; i < formerHashes.length; i++) {
            if (formerHashes[i] != 0) {
                int place = findPlace(formerHashes[i]);
                hashes[place] = formerHashes[i];
                numbers[place] = formerNumbers[i];
            }
        }
    }
}
