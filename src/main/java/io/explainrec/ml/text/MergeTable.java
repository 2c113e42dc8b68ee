package io.explainrec.ml.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * The merges of byte pair encoding (Sennrich et al. 2016, arXiv 1508.07909). A word starts as single letters; the pair
 * with the lowest rank is merged, leftmost first, until no pair of neighbours is in the table. Neighbours are kept in a
 * linked list and candidate pairs in a heap, so a word of n letters costs O(n log n).
 */
final class MergeTable {
    /** Characters of a piece at most, many times those of any, since looking for its parts takes the square of it. */
    private static final int LONGEST = 1000;

    private record Merge(int rank, int id) {}

    private record Pair(int rank, int left, int leftId, int rightId, int id) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(left, other.left);
        }
    }

    private final Vocabulary vocabulary;
    private final boolean wholeWords;
    private final Map<Long, Merge> merges = new HashMap<>();

    /**
     * @param vocabulary tokens as the merges spell them
     * @param pairs left and right spelling of each merge, by rank
     * @param wholeWords whether a word that is a token is that token, whatever the merges would make of it
     * @throws TokenizerException naming a merge that is there twice, or whose parts or result are not in the vocabulary
     */
    MergeTable(Vocabulary vocabulary, List<String[]> pairs, boolean wholeWords) {
        this(vocabulary, wholeWords);
        if (pairs.isEmpty()) {
            throw new TokenizerException("the merges are missing or empty");
        }
        for (int rank = 0; rank < pairs.size(); rank++) {
            String[] pair = pairs.get(rank);
            Merge merge = new Merge(rank, id(pair[0] + pair[1], pair));
            if (merges.put(key(id(pair[0], pair), id(pair[1], pair)), merge) != null) {
                throw new TokenizerException("the merge '" + pair[0] + " " + pair[1] + "' is there twice");
            }
        }
    }

    private MergeTable(Vocabulary vocabulary, boolean wholeWords) {
        this.vocabulary = vocabulary;
        this.wholeWords = wholeWords;
    }

    /**
     * The merges of SentencePiece, which keeps scores instead: any two pieces that are a piece together may be merged, those
     * of the highest score first. Pieces of one score have one rank, so that of them the leftmost comes first.
     *
     * @param pieces those that text may become, with their scores
     * @throws TokenizerException where a score is no number, or a piece longer than any
     */
    static MergeTable byScores(Vocabulary vocabulary, Map<String, Float> pieces) {
        MergeTable table = new MergeTable(vocabulary, false);
        List<Float> scores = pieces.values().stream()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        Map<Float, Integer> ranks = new HashMap<>();
        scores.forEach(score -> ranks.put(score, ranks.size()));
        pieces.forEach((piece, score) -> {
            if (piece.length() > LONGEST) {
                throw new TokenizerException(
                        "a token has " + piece.length() + " characters; expected up to " + LONGEST);
            }
            if (score.isNaN()) {
                throw new TokenizerException("the token '" + piece + "' has no number for its score");
            }
            for (int at = piece.offsetByCodePoints(0, 1); at < piece.length(); at = piece.offsetByCodePoints(at, 1)) {
                String left = piece.substring(0, at);
                String right = piece.substring(at);
                if (pieces.containsKey(left) && pieces.containsKey(right)) {
                    long key = key(vocabulary.id(left), vocabulary.id(right));
                    table.merges.put(key, new Merge(ranks.get(score), vocabulary.id(piece)));
                }
            }
        });
        return table;
    }

    /** A merge as one text, its parts separated by a space. */
    static String[] pair(String merge) {
        String[] pair = merge.split(" ", -1);
        if (pair.length != 2) {
            throw new TokenizerException("the merge '" + merge + "' has " + pair.length + " parts; expected 2");
        }
        return pair;
    }

    /**
     * Hands on the ids of the word's tokens.
     *
     * @param letters ids that the word starts as
     */
    void encode(String word, int[] letters, IntConsumer to) {
        Integer whole = wholeWords ? vocabulary.id(word) : null;
        if (whole != null) {
            to.accept(whole);
            return;
        }
        int[] id = letters.clone();
        int count = id.length;
        int[] next = new int[count];
        int[] previous = new int[count];
        PriorityQueue<Pair> queue = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            next[i] = i + 1 < count ? i + 1 : -1;
            previous[i] = i - 1;
            offer(queue, id, i, next[i]);
        }
        merge(queue, id, next, previous);
        for (int i = count == 0 ? -1 : 0; i >= 0; i = next[i]) {
            to.accept(id[i]);
        }
    }

    private void merge(PriorityQueue<Pair> queue, int[] id, int[] next, int[] previous) {
        for (Pair pair = queue.poll(); pair != null; pair = queue.poll()) {
            int left = pair.left();
            int right = id[left] == pair.leftId() ? next[left] : -1;
            if (right < 0 || id[right] != pair.rightId()) {
                continue; // One of the two was merged with another neighbour since.
            }
            id[left] = pair.id();
            id[right] = -1;
            next[left] = next[right];
            if (next[left] >= 0) {
                previous[next[left]] = left;
            }
            offer(queue, id, left, next[left]);
            if (previous[left] >= 0) {
                offer(queue, id, previous[left], left);
            }
        }
    }

    private void offer(PriorityQueue<Pair> queue, int[] id, int left, int right) {
        if (right >= 0) {
            Merge merge = merges.get(key(id[left], id[right]));
            if (merge != null) {
                queue.add(new Pair(merge.rank(), left, id[left], id[right], merge.id()));
            }
        }
    }

    private int id(String spelling, String[] pair) {
        Integer id = vocabulary.id(spelling);
        if (id == null) {
            throw new TokenizerException("the merge '" + pair[0] + " " + pair[1] + "' needs the token '" + spelling
                    + "', which is not in the vocabulary");
        }
        return id;
    }

    private static long key(int left, int right) {
        return ((long) left << Integer.SIZE) | right;
    }
}
