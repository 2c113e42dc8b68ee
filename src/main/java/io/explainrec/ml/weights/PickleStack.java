package io.explainrec.ml.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The values that a pickle is working on, and those that it remembers by number. */
final class PickleStack {
    /** Where a tuple, list or dictionary begins; no value. */
    private static final Object MARK = new Object();

    private final Function<String, ModelFileException> broken;
    private final List<Object> values = new ArrayList<>();
    private final Map<Integer, Object> remembered = new HashMap<>();

    /**
     * @param broken makes the error for a pickle that uses what is not there
     */
    PickleStack(Function<String, ModelFileException> broken) {
        this.broken = broken;
    }

    void push(Object value) {
        values.add(value);
    }

    void mark() {
        values.add(MARK);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The last value, which stays. */
    Object top() {
        if (values.isEmpty() || values.getLast() == MARK) {
            throw missing();
        }
        return values.getLast();
    }

    /** Takes the last value off. */
    Object pop() {
        Object value = top();
        values.removeLast();
        return value;
    }

    /** Takes that many values off; the last is the last. */
    List<Object> pop(int count) {
        int from = values.size() - count;
        if (from < 0 || values.subList(from, values.size()).contains(MARK)) {
            throw missing();
        }
        List<Object> tail = values.subList(from, values.size());
        List<Object> popped = new ArrayList<>(tail);
        tail.clear();
        return popped;
    }

    /** Takes the values behind the last mark off, and the mark. */
    List<Object> popToMark() {
        int mark = values.lastIndexOf(MARK);
        if (mark < 0) {
            throw broken.apply("a tuple, list or dictionary has no beginning");
        }
        List<Object> popped = pop(values.size() - mark - 1);
        values.removeLast();
        return popped;
    }

    /** Remembers the last value, which stays. */
    void remember(int index) {
        remembered.put(index, top());
    }

    /** Puts a remembered value on. */
    void recall(int index) {
        if (!remembered.containsKey(index)) {
            throw missing();
        }
        values.add(remembered.get(index));
    }

    private ModelFileException missing() {
        return broken.apply("a value is used that is not there");
    }
}
