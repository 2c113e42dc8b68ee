package io.explainrec.ml.evidence;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Learned tables with some of them in the place of others. */
public final class ChangedTables {
    private ChangedTables() {}

    /**
     * @param changes by name of the table
     */
    public static LearnedTables of(LearnedTables tables, Map<String, Object> changes)
            throws ReflectiveOperationException {
        RecordComponent[] all = LearnedTables.class.getRecordComponents();
        Set<String> known = Arrays.stream(all).map(RecordComponent::getName).collect(Collectors.toSet());
        if (!known.containsAll(changes.keySet())) {
            throw new IllegalArgumentException(changes.keySet() + " are not all of " + known);
        }
        Object[] values = new Object[all.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = changes.containsKey(all[k].getName())
                    ? changes.get(all[k].getName())
                    : all[k].getAccessor().invoke(tables);
        }
        Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return LearnedTables.class.getDeclaredConstructor(types).newInstance(values);
    }
}
