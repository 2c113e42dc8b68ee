-- By what a value's noise is drawn; null until the next build.
ALTER TABLE kb_value ADD noise_key text;
