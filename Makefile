# The two commands, and their relatives. Without make: python3 dev.py run, python3 dev.py test.
.PHONY: run test lint bench lock audit
run test lint bench lock audit:
	@python3 dev.py $@ $(ARGS)
