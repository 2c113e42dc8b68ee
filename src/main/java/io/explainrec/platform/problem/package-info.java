/** What can be wrong with a request, and the only place that knows how HTTP says it: RFC 9457. */
package io.explainrec.platform.problem;
