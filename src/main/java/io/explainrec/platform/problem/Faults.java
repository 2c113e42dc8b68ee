package io.explainrec.platform.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with an input, field by field, so that a caller learns of all of it at once. */
public final class Faults {
    private static final int LONGEST_ID = 200;

    private final List<FieldError> errors = new ArrayList<>();

    /** Notes a fault unless the condition holds. */
    public Faults check(boolean condition, String field, String message) {
        if (!condition) {
            errors.add(new FieldError(field, message));
        }
        return this;
    }

    /** An identifier: 1 to 200 characters, no control characters, no white space around it. */
    public Faults id(String field, String value) {
        if (value == null || value.isEmpty()) {
            return check(false, field, "is missing; expected 1 to " + LONGEST_ID + " characters");
        }
        text(field, value, LONGEST_ID);
        check(value.equals(value.strip()), field, "has white space around it; send it without");
        return check(
                value.chars().noneMatch(Character::isISOControl), field, "has a control character; send it without");
    }

    /** Text that must be there: not blank, at most so many characters. */
    public Faults requiredText(String field, String value, int longest) {
        check(value != null && !value.isBlank(), field, "is missing; expected 1 to " + longest + " characters");
        return text(field, value, longest);
    }

    /** Text that may be absent: at most so many characters, each one storable. */
    public Faults text(String field, String value, int longest) {
        if (value == null) {
            return this;
        }
        int length = value.codePointCount(0, value.length());
        check(length <= longest, field, "has " + length + " characters; expected at most " + longest);
        for (int i = 0; i < value.length(); i++) {
            int c = value.codePointAt(i);
            if (Character.charCount(c) == 2) {
                i++;
            } else if (Character.isSurrogate((char) c)) {
                return check(false, field, "has half of a surrogate pair at character " + i + "; send valid Unicode");
            } else if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                return check(
                        false,
                        field,
                        String.format("has the control character U+%04X; only tab and line ends may be in it", c));
            }
        }
        return this;
    }

    /** How many things a page may have: from 1 to so many. */
    public Faults limit(int limit, int most) {
        return check(limit >= 1 && limit <= most, "limit", "is " + limit + "; expected 1 to " + most);
    }

    /** What the body says again though the address says it; may be absent. */
    public Faults same(String field, String inBody, String inAddress) {
        return check(
                inBody == null || inBody.equals(inAddress),
                field,
                "is '" + inBody + "' in the body and '" + inAddress + "' in the address; leave it out of the body");
    }

    /** A number within these bounds, both included; may be absent. */
    public Faults number(String field, Double value, double low, double high) {
        return check(
                value == null || Double.isFinite(value) && value >= low && value <= high,
                field,
                "is " + value + "; expected a number from " + low + " to " + high);
    }

    /** Faults found elsewhere, under a field of this input. */
    public Faults addAll(Collection<FieldError> others) {
        errors.addAll(others);
        return this;
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Throws what was collected, if anything was. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }
}
