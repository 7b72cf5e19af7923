"""Learning plans that ask for help: cost lines, needs, benefits, resources, planned share-backs."""
