package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of tensors that the engine has and DJL does not reach, written in TorchScript: a few operations that the engine fuses.
 * Under gradients it keeps the graph. Safe for many threads.
 */
public final class Kernel {
    /** {@code scaled_dot_product_attention(q, k, v)} of q (B,H,T,D) and k, v (B,K,T,D), where no token sees a later one: (B,H,T,D). */
    public static final Kernel CAUSAL_ATTENTION = new Kernel("""
            def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
              g = torch.floordiv(torch.size(q, 1), torch.size(k, 1))
              K = torch.reshape(torch.expand(torch.unsqueeze(k, 2), [-1, -1, g, -1, -1]), torch.size(q))
              V = torch.reshape(torch.expand(torch.unsqueeze(v, 2), [-1, -1, g, -1, -1]), torch.size(q))
              return torch.scaled_dot_product_attention(q, K, V, None, 0., True, scale=None, enable_gqa=False)
            """);

    /** The same with a mask (B or 1,1,T,T) that is added to the scores. */
    public static final Kernel MASKED_ATTENTION = new Kernel("""
            def forward(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
              g = torch.floordiv(torch.size(q, 1), torch.size(k, 1))
              K = torch.reshape(torch.expand(torch.unsqueeze(k, 2), [-1, -1, g, -1, -1]), torch.size(q))
              V = torch.reshape(torch.expand(torch.unsqueeze(v, 2), [-1, -1, g, -1, -1]), torch.size(q))
              return torch.scaled_dot_product_attention(q, K, V, mask, 0., False, scale=None, enable_gqa=False)
            """);

    /**
     * The same as matrix products, for a mask by which no token sees a later one: 64 queries at a time against the keys up to the last of
     * them, so that most of what the mask would take away is never computed. The heads of a group lie under each other, so that keys and
     * values are not repeated. It keeps all shares for the gradients, (B,H,T,T) and somewhat more than half of it.
     */
    public static final Kernel BLOCK_ATTENTION = new Kernel("""
            def forward(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
              b, h, t, d = torch.size(q, 0), torch.size(q, 1), torch.size(q, 2), torch.size(q, 3)
              n = torch.size(k, 1)
              g = torch.floordiv(h, n)
              masks = n if torch.gt(torch.size(mask, 0), 1) else 1
              Q = torch.split(torch.reshape(q, [b * n, g, t, d]), 64, 2)
              K = torch.transpose(torch.reshape(k, [b * n, t, d]) * torch.pow(d, -0.5), 1, 2)
              V = torch.reshape(v, [b * n, t, d])
              mixed = annotate(List[Tensor], [])
              e = 0
              for i in range(torch.len(Q)):
                w = torch.size(Q[i], 2)
                s = e
                e = e + w
                seen = torch.slice(torch.slice(mask, 2, s, e), 3, 0, e)
                seen = torch.reshape(torch.repeat(seen, [1, masks, g, 1]), [-1, g * w, e])
                scores = torch.baddbmm(seen, torch.reshape(Q[i], [b * n, g * w, d]), torch.slice(K, 2, 0, e))
                block = torch.bmm(torch.softmax(scores, -1), torch.slice(V, 1, 0, e))
                _0 = torch.append(mixed, torch.transpose(torch.reshape(block, [b, h, w, d]), 1, 2))
              return torch.transpose(torch.cat(mixed, 1), 1, 2)
            """);

    /**
     * Attention of tokens that continue one prefix: q (B,H,T,D), k and v (B,K,T,D), the prefix's pk and pv (1,K,P,D), and a mask (T,T)
     * that is added to the scores among the new tokens: (B,H,T,D). The prefix of all rows is one matrix product.
     */
    public static final Kernel PREFIX_ATTENTION = new Kernel("""
            def forward(self, q: Tensor, k: Tensor, v: Tensor, pk: Tensor, pv: Tensor, mask: Tensor) -> Tensor:
              b, h, t, d = torch.size(q, 0), torch.size(q, 1), torch.size(q, 2), torch.size(q, 3)
              n, p = torch.size(k, 1), torch.size(pk, 2)
              g = torch.floordiv(h, n)
              Q = torch.reshape(q * torch.pow(d, -0.5), [b, n, g * t, d])
              own = torch.reshape(torch.matmul(Q, torch.transpose(k, 2, 3)), [b, n, g, t, t]) + mask
              across = torch.reshape(torch.transpose(Q, 0, 1), [1, n, b * g * t, d])
              past = torch.matmul(across, torch.transpose(pk, 2, 3))
              past = torch.transpose(torch.reshape(past, [n, b, g * t, p]), 0, 1)
              shares = torch.softmax(torch.cat([past, torch.reshape(own, [b, n, g * t, t])], 3), -1)
              before = torch.reshape(torch.transpose(torch.slice(shares, 3, 0, p), 0, 1), [1, n, b * g * t, p])
              mixed = torch.transpose(torch.reshape(torch.matmul(before, pv), [n, b, g * t, d]), 0, 1)
              mixed = mixed + torch.matmul(torch.slice(shares, 3, p, p + t), v)
              return torch.reshape(mixed, [b, h, t, d])
            """);

    /**
     * Writes k and v (B,K,1,D) into rows p (BK) of the slots x and y (S,K,C,D), and attends q (B,K,G,D) to the first B slots' first L
     * positions with a mask (B,1,1,L) that is added to the scores: (B,K,G,D).
     */
    public static final Kernel SLOT_ATTENTION = new Kernel("""
            def forward(self, q: Tensor, k: Tensor, v: Tensor, x: Tensor, y: Tensor, p: Tensor, mask: Tensor) -> Tensor:
              d = torch.size(q, 3)
              _0 = torch.index_copy_(torch.reshape(x, [-1, d]), 0, p, torch.reshape(k, [-1, d]))
              _1 = torch.index_copy_(torch.reshape(y, [-1, d]), 0, p, torch.reshape(v, [-1, d]))
              b = torch.size(mask, 0)
              l = torch.size(mask, 3)
              K = torch.slice(torch.slice(x, 0, 0, b, 1), 2, 0, l, 1)
              V = torch.slice(torch.slice(y, 0, 0, b, 1), 2, 0, l, 1)
              return torch.scaled_dot_product_attention(q, K, V, mask, 0., False, scale=None, enable_gqa=False)
            """);

    /** Overwrites x, which may be a view, with y of the same shape: x. */
    public static final Kernel COPY = new Kernel("""
            def forward(self, x: Tensor, y: Tensor) -> Tensor:
              return torch.copy_(x, y, False)
            """);

    /** silu(g) u (Shazeer 2020, arXiv 2002.05202). */
    public static final Kernel SWISH_GATE = new Kernel("""
            def forward(self, g: Tensor, u: Tensor) -> Tensor:
              return torch.silu(g) * u
            """);

    /**
     * x over its root mean square, times the weight (arXiv 1910.07467, eq. 4), in the type of the last argument. The sum of squares is
     * written so that its derivative, twice x, comes from one product and not from the three passes of a power and a mean: half of it
     * through x, and the other half through doubling what only one factor brought.
     */
    public static final Kernel RMS_NORM = new Kernel("""
            def forward(self, x: Tensor, w: Tensor, e: Tensor, like: Tensor) -> Tensor:
              half = torch.sum(x * torch.detach(x), [-1], True)
              squares = half * 2. - torch.detach(half)
              y = x * torch.rsqrt(squares / torch.size(x, -1) + e) * w
              return torch.to(y, like, False, False, None)
            """);

    /** x c + y s: what rotates heads of D, y being x with its halves swapped. */
    public static final Kernel ROTATION = new Kernel("""
            def forward(self, x: Tensor, c: Tensor, s: Tensor) -> Tensor:
              y = torch.roll(x, [torch.floordiv(torch.size(x, -1), 2)], [-1])
              return torch.addcmul(x * c, y, s)
            """);

    /** y (.., out) plus s times x (.., in) through a (r, in) and b (out, r), which are narrowed to y's type: (.., out). */
    public static final Kernel PLUS_LOW_RANK = new Kernel("""
            def forward(self, y: Tensor, x: Tensor, a: Tensor, b: Tensor, s: Tensor) -> Tensor:
              flat = torch.reshape(x, [-1, torch.size(x, -1)])
              narrow = torch.linear(flat, torch.to(a, y, False, False, None)) * s
              sum = torch.addmm(torch.reshape(y, [-1, torch.size(y, -1)]), narrow, torch.t(torch.to(b, y, False, False, None)))
              return torch.reshape(sum, torch.size(y))
            """);

    /** x in the type of another array. */
    public static final Kernel LIKE = new Kernel("""
            def forward(self, x: Tensor, like: Tensor) -> Tensor:
              return torch.to(x, like, False, False, None)
            """);

    private final String source;
    private PtSymbolBlock block;

    Kernel(String source) {
        this.source = source;
    }

    /** The function's value, owned by the manager of the first argument. */
    public NDArray of(NDArray... arguments) {
        return KernelCall.of(block(), arguments);
    }

    private synchronized PtSymbolBlock block() {
        if (block == null) {
            try {
                // Lives as long as the process.
                block = JniUtils.loadModule(
                        (PtNDManager) Torch.manager(), new ByteArrayInputStream(archive(source)), true, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return block;
    }

    /** What torch.jit.load reads: a module without state, as a pickle, and its code. */
    private static byte[] archive(String method) throws IOException {
        String code =
                "class K(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + method.indent(2);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        // PROTO 2, GLOBAL __torch__.K, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, MARK, 'training', False, SETITEMS, BUILD, STOP
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(bytes("c__torch__\nK\n"));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write(bytes("training"));
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "k/data.pkl", pickle.toByteArray());
            put(zip, "k/code/__torch__.py", bytes(code));
            put(zip, "k/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "k/version", bytes("3\n"));
            put(zip, "k/byteorder", bytes("little"));
        }
        return archive.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
