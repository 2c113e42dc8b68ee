package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Calls a script so that its inputs are given free also where it fails. DJL's own call leaves its references to them behind then, and
 * under gradients each of them holds all that it was computed from: memory that ran out would never come back.
 */
final class KernelCall {
    /** {@code long moduleRunMethod(long module, String method, long[] inputs, boolean gradients, boolean ownStream)}. */
    private static final MethodHandle RUN;

    /** {@code IValue(long handle)}. */
    private static final MethodHandle VALUE;

    static {
        try {
            Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodHandles.Lookup within = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
            MethodType type = MethodType.methodType(
                    long.class, long.class, String.class, long[].class, boolean.class, boolean.class);
            RUN = within.findVirtual(library, "moduleRunMethod", type)
                    .bindTo(within.findStaticVarHandle(library, "LIB", library).get());
            VALUE = within.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private KernelCall() {}

    /** The value of a script's {@code forward}, owned by the manager of the first argument. */
    static NDArray of(PtSymbolBlock script, NDArray... arguments) {
        IValue[] inputs = Arrays.stream(arguments)
                .map(argument -> IValue.from((PtNDArray) argument))
                .toArray(IValue[]::new);
        try {
            long[] handles = Arrays.stream(inputs).mapToLong(IValue::getHandle).toArray();
            long module = script.getHandle();
            long result = (long) RUN.invokeExact(module, "forward", handles, true, false);
            try (IValue value = (IValue) VALUE.invokeExact(result)) {
                return value.toTensor((PtNDManager) arguments[0].getManager());
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // neither declares another
        } finally {
            Arrays.stream(inputs).forEach(IValue::close);
        }
    }
}
