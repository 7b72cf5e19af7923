# Thin: every command lives in crowdlearn/launch and needs nothing but Python 3.11 or newer.
PYTHON ?= python3
ARGS ?=

.PHONY: run test test-all faults check bench catalogue first-migration lock licences
run test test-all faults check bench catalogue first-migration lock licences:
	@$(PYTHON) -m crowdlearn.launch $@ $(ARGS)
