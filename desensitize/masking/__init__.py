"""What masking is made of: the policy, the recipe it leads to, and the ways replacements get into cells."""
