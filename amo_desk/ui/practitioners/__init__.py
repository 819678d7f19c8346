"""The register of practitioners: found, learnt at the counter, validated, settled where an INPE has two names."""
