/** Who may do what: accounts of people, tokens of backends, and the roles of both. */
package io.explainrec.platform.identity;
