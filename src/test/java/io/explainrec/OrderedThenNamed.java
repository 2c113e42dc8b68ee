package io.explainrec;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.Order;

/**
 * Classes by their {@link Order}, then by name: what fits on all that is in the database comes first, while there is little, since the
 * classes of the suite share one database.
 */
public final class OrderedThenNamed implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(Comparator.<ClassDescriptor>comparingInt(OrderedThenNamed::order)
                        .thenComparing(described -> described.getTestClass().getName()));
    }

    private static int order(ClassDescriptor described) {
        return described.findAnnotation(Order.class).map(Order::value).orElse(Order.DEFAULT);
    }
}
