/** Pictures to vectors: decoding, preprocessing, and the image encoders EfficientNet-Lite0 and CLIP. */
package io.explainrec.ml.vision;
