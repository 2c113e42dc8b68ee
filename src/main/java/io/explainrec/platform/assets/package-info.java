/** Files that are too big for the repository: named in one manifest, fetched by pip, checked by hash. */
package io.explainrec.platform.assets;
