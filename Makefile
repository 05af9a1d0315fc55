# Everything people and machines do with this repository. `make help` lists it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run test check check-crates check-page dev bench bindings gallery shots tools packages test-packages

# What the window is built from and what its tests drive, as Debian and its relatives call it.
PACKAGES := build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev librsvg2-dev
TEST_PACKAGES := webkit2gtk-driver xvfb

APP := imprimatur-desktop
CLIPPY := cargo clippy --workspace --all-targets -- -D warnings
# nextest runs tests of different crates side by side; cargo's own runner does where it is missing.
TESTS := $(if $(shell cargo nextest --version 2>/dev/null),nextest run --no-fail-fast,test --no-fail-fast)
# Those that need no window. Left out by name, not by package, where that can be: without the desktop app the crates
# would be built once more, with fewer features of what they rest on.
WINDOWLESS := --workspace $(if $(findstring nextest,$(TESTS)),-E 'not package($(APP))',--exclude $(APP))
INSTALLED := ui/node_modules/.package-lock.json
TAURI := ui/node_modules/.bin/tauri

help: ## List what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: tools packages ## Build and open the desk; BOARD=file opens a board
	cargo run -p $(APP) -- $(if $(BOARD),--board '$(BOARD)')

test: tools packages test-packages $(INSTALLED) ## Everything that must hold, in the order in which it fails fastest
	cargo fmt --all --check
	npm --prefix ui run check
	npm --prefix ui run lint
	npm --prefix ui run test
	$(CLIPPY)
	cargo test --workspace --doc
	cargo $(TESTS) --workspace

check: tools packages $(INSTALLED) ## The quick loop: all but the real window
	$(MAKE) --no-print-directory -j2 -O check-crates check-page

check-crates:
	cargo fmt --all --check
	$(CLIPPY)
	cargo $(TESTS) $(WINDOWLESS)

check-page:
	npm --prefix ui run check
	npm --prefix ui run test

dev: tools packages $(INSTALLED) ## Open the desk, and show changes of ui/ and src-tauri/ at once
	SKIP_UI_BUILD=1 TAURI_FRONTEND_PATH=ui $(TAURI) dev --config src-tauri/tauri.dev.json -- -- $(if $(BOARD),--board '$(BOARD)')

bench: tools packages ## Measure the crates
	cargo bench --workspace --exclude $(APP)

bindings: tools packages ## Write ui/src/lib/bindings.ts anew from the commands and types
	UPDATE=1 SKIP_UI_BUILD=1 cargo test -p $(APP) --lib bindings

gallery: tools ## Write telling comparisons as pages into GALLERY=folder
	GALLERY='$(or $(abspath $(GALLERY)),$(CURDIR)/target/gallery)' cargo test -p compare --test gallery

shots: tools packages test-packages ## Take pictures of screens into SHOTS=folder: see tests/e2e/shots.rs
	cargo test -p $(APP) --test e2e shots -- --ignored --nocapture

tools:
	@command -v cargo >/dev/null || { echo 'Rust 1.95 or newer is needed: https://rustup.rs'; exit 1; }
	@node --eval 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null \
		|| { echo 'Node.js 20.19 or newer with npm is needed: https://nodejs.org'; exit 1; }

packages:
	@$(call install,$(PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

# Installs what is missing where that is allowed, else names it. Other systems than Debian's are left alone.
define install
command -v dpkg-query >/dev/null || exit 0; \
missing=$$(comm -23 <(printf '%s\n' $(1) | sort) \
	<(dpkg-query -W -f '$${db:Status-Status} $${Package}\n' $(1) 2>/dev/null | sed -n 's/^installed //p' | sort) | xargs); \
[ -n "$$missing" ] || exit 0; \
if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; else \
	echo "Missing packages. Install them with: sudo apt-get install $$missing"; exit 1; fi; \
$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing
endef

$(INSTALLED): ui/package-lock.json
	npm --prefix ui ci --no-audit --no-fund --prefer-offline
	touch $@
