"""What the insured tells at the counter beside the register: asked for from the pages that show their family."""
