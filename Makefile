# Every target says what it does: make help

GO    ?= go
BUILD := build
DIST  := dist

# What a release is called, and the time that all in its packages has: that of the commit, so that a second build gives the
# same bytes.
VERSION ?= $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)

# What Debian and Ubuntu need: to build the window, to show it without a display, to test the sign-in in a browser.
BUILD_PACKAGES  := gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev
SCREEN_PACKAGES := xvfb xauth imagemagick libgl1-mesa-dri fonts-noto-core fonts-noto-cjk
# wixl and the two after it build an installer of Windows.
TEST_PACKAGES   := $(SCREEN_PACKAGES) chromium chromium-driver wixl msitools faketime

# A screen of its own where there is none. Xvfb needs Mesa's software renderer. The file of the screen's key is named, because
# xvfb-run may fail to remove a folder of its own, and ends with 5 then, whatever the program said.
VIRTUAL := LIBGL_ALWAYS_SOFTWARE=1 xvfb-run --auto-servernum --auth-file=$(BUILD)/screen-key --server-args="-screen 0 1440x900x24"

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "%-14s %s\n", $$1, $$2}'

.PHONY: demo
demo: tools-build build ## Run the program on the simulated Microsoft cloud (without a display: take its pictures)
	@case "$$(uname -s)" in \
	  Linux) if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BUILD)/tenantkeep --demo; \
	         else echo "No display here: running the tour on a virtual screen."; $(MAKE) --no-print-directory tour; fi ;; \
	  *) exec $(BUILD)/tenantkeep --demo ;; \
	esac

.PHONY: test
test: tools-test ## Run all tests with the race detector
	$(GO) test -race -timeout 40m ./...
	@test -n "$$TENANTKEEP_GRAPH_OPENAPI" || test -f $(CONTRACT) || echo "NOT CHECKED against Microsoft's description of Graph, which is not here: make contract FILE=..."

# Microsoft's description of Graph, where it lies beside the checkout, and the tests that read it.
CONTRACT      := ../shared/contract/graph-strict.json
CONTRACT_TEST := ./core/contract ./cmd/tenantkeep/program ./core/graph ./core/cloudsim/graphsim
CONTRACT_RUN  := MicrosoftDescribes|MicrosoftDoesNotDescribe|MicrosoftsDescription|MicrosoftsContract|TypeOfARequestsObject|PermissionsIsMicrosofts|AsksForWhatItSends

.PHONY: contract
contract: tools-build ## Hold requests and answers against Microsoft's OpenAPI description of Graph: FILE=path (and BETA=path, SCOPES=path)
	@test -f "$(FILE)" || { echo "There is no file \"$(FILE)\": make contract FILE=<OpenAPI document of Graph v1.0> [BETA=<that of beta>] [SCOPES=<JSON of permissions>]"; exit 1; }
	TENANTKEEP_GRAPH_OPENAPI="$$(realpath "$(FILE)")" $(if $(BETA),TENANTKEEP_GRAPH_OPENAPI_BETA="$$(realpath "$(BETA)")") \
	  $(if $(SCOPES),TENANTKEEP_GRAPH_SCOPES="$$(realpath "$(SCOPES)")") \
	  $(GO) test -count=1 -v -run '$(CONTRACT_RUN)' $(CONTRACT_TEST)

# A foreign client as a judge of the simulated cloud. It is installed into build/ and is no part of the project.
JUDGE         := $(BUILD)/judge
JUDGE_CLIENT  := @pnp/cli-microsoft365
JUDGE_VERSION := 11.11.0
JUDGE_HOME     = $(JUDGE)/node_modules/$(JUDGE_CLIENT)

.PHONY: judge
judge: tools-build ## Compare what CLI for Microsoft 365 finds in the simulated cloud with what the program finds, and the processor time of both (needs Node.js and npm)
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "make judge needs Node.js 20 or later and npm, which are not here: https://nodejs.org"; exit 1; }
	@grep -qs '"version": "$(JUDGE_VERSION)"' $(JUDGE_HOME)/package.json || { mkdir -p $(JUDGE) && echo '{"private":true}' > $(JUDGE)/package.json && \
	  npm install --prefix $(JUDGE) --no-audit --no-fund --ignore-scripts --loglevel error $(JUDGE_CLIENT)@$(JUDGE_VERSION); }
	$(GO) run ./cmd/judge -cli $(JUDGE_HOME)/dist/index.js

.PHONY: tour
tour: tools-screen ## Drive the demo through every page on a virtual screen and save a picture of each
	@rm -rf $(BUILD)/tour && mkdir -p $(BUILD)/tour
	$(VIRTUAL) $(GO) run ./cmd/tour $(BUILD)/tour --demo --data $(BUILD)/tour/data
	@rm -rf $(BUILD)/tour/data
	@echo "The pictures are in $(BUILD)/tour"

.PHONY: bench
bench: tools-screen ## Measure every speed bar; the last lines say ok or short. SCALE=1000000: the local data with so many users
	@mkdir -p $(BUILD)/measured
	$(GO) build -o $(BUILD)/measured/ ./cmd/tour ./cmd/cloudsim
	$(VIRTUAL) $(GO) run ./cmd/bench -tour $(BUILD)/measured/tour -cloudsim $(BUILD)/measured/cloudsim $(if $(SCALE),-scale $(SCALE))

.PHONY: lint
lint: tools-build ## Check formatting, vet, staticcheck, wrapped errors, marked switches and unused parameters
	@unformatted=$$($(GO) tool gofumpt -l $$(git ls-files '*.go')); \
	  if [ -n "$$unformatted" ]; then echo "not formatted (go tool gofumpt -w):"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) tool go-errorlint ./...
	$(GO) tool exhaustive -e ./...
	$(GO) tool unparam ./...

# without WORDS: the packages of ours that pull in nothing with such a name, as another system would see them.
without = $$($(GO) list -e -f '{{.ImportPath}} {{join .Deps " "}}' ./... | grep -Ev '$(1)' | cut -d' ' -f1)

.PHONY: vet-systems
vet-systems: ## Vet for Windows and macOS what can be vetted here: what needs no C compiler of theirs
	export GOOS=windows GOARCH=amd64 CGO_ENABLED=0; $(GO) vet $(call without,go-sqlite3|go-gl)
	export GOOS=darwin GOARCH=arm64 CGO_ENABLED=0; $(GO) vet $(call without,go-sqlite3|fyne.io|msgraph-sdk-go/)

.PHONY: build
build: tools-build ## Build the program into build/
	$(GO) build -o $(BUILD)/ ./cmd/tenantkeep

# A release leaves out Fyne's emoji font, 4 MB: the operating system has a better one. The models of Microsoft's Graph SDK,
# half of the program, are called a few times a day: without inlining they take 1.5 MB less. The first such build compiles
# the SDK anew. The caret of a field stands still: Fyne fades it, for which it paints the whole window some twelve times a second.
# lean TAGS,FLAGS: how a release is built, with more tags and flags of the linker.
lean = -trimpath -tags "no_emoji no_animations $(1)" -gcflags=github.com/microsoftgraph/msgraph-sdk-go/models=-l \
  -ldflags "-s -w -funcalign=16 -X main.version=$(VERSION) $(2)"
LEAN = $(call lean,,)

# The most bytes that a stripped program may have.
MOST := 64000000

.PHONY: size
size: tools-build ## Print the bytes of the stripped programs, built as for a release; fails over 64 MB
	$(GO) build $(LEAN) -o $(BUILD)/linux/tenantkeep ./cmd/tenantkeep
	@for program in $(BUILD)/linux/tenantkeep $(wildcard $(BUILD)/windows/tenantkeep.exe); do \
	  bytes=$$(wc -c < $$program | tr -d ' '); echo "$$bytes bytes stripped (limit $(MOST)): $$program"; \
	  test "$$bytes" -le $(MOST) || exit 1; done
	@test -f $(BUILD)/windows/tenantkeep.exe || echo "The program for Windows is not built here: make windows"

# The program's name where names must be unique.
ID  := io.github.tenantkeep.tenantkeep
DEB  = $(DIST)/tenantkeep_$(VERSION)_amd64.deb

APT_GET := DEBIAN_FRONTEND=noninteractive apt-get -y -qq

.PHONY: linux
linux: tools-build ## Build the Debian package into dist/ (on Linux)
	@test "$$(uname -sm)" = "Linux x86_64" || { echo "The Debian package is built on Linux on x86-64."; exit 1; }
	$(GO) run ./cmd/package icons -o $(BUILD)/icons
	$(GO) run ./cmd/package notices -os linux -o $(BUILD)/notices/linux.txt
	$(GO) build $(LEAN) -o $(BUILD)/linux/tenantkeep ./cmd/tenantkeep
	$(GO) run ./cmd/package deb -program $(BUILD)/linux/tenantkeep -icons $(BUILD)/icons -notices $(BUILD)/notices/linux.txt \
	  -version $(VERSION) -o $(DEB)
	@echo "The package is $(DEB)"

.PHONY: linux-smoke
linux-smoke: tools-linux ## Install the Debian package, look whether all of it works, remove it (as root, on Debian or Ubuntu)
	@test "$$(id -u)" = 0 || { echo "Installing a package needs root: sudo make linux-smoke"; exit 1; }
	@test -f $(DEB) || { echo "There is no $(DEB): make linux"; exit 1; }
	@! dpkg-query -W tenantkeep >/dev/null 2>&1 || { echo "Tenantkeep is installed here already, and this would remove it."; exit 1; }
	$(APT_GET) install --no-install-recommends ./$(DEB) >/dev/null
	@$(MAKE) --no-print-directory linux-installed || { $(APT_GET) purge tenantkeep >/dev/null; exit 1; }
	@mkdir -p $(BUILD) && dpkg-query -L tenantkeep >$(BUILD)/installed
	$(APT_GET) purge tenantkeep >/dev/null
	@while read -r path; do case "$$path" in *tenantkeep*) \
	  if [ -e "$$path" ]; then echo "$$path is left"; exit 1; fi ;; esac; done <$(BUILD)/installed
	@echo "Installed, found whole, and removed without a trace."

.PHONY: linux-installed
linux-installed:
	test "$$(tenantkeep --version)" = "tenantkeep $(VERSION)"
	desktop-file-validate /usr/share/applications/$(ID).desktop
	appstreamcli validate --no-net /usr/share/metainfo/$(ID).metainfo.xml
	for size in 16 24 32 48 64 128 256 512; do test -s /usr/share/icons/hicolor/$${size}x$${size}/apps/$(ID).png || exit 1; done
	test -z "$$(dpkg --verify tenantkeep)"

# Windows, built on Linux with mingw-w64. ANGLE names a folder with libEGL.dll and libGLESv2.dll of ANGLE (docs/install.md
# says where they come from): the packages then hold a second program, which draws with Direct3D where OpenGL is missing.
# SIGN_PFX names a certificate, SIGN_PASSWORD a file with its password, SIGN_TIMESTAMP the address of a time stamping service.
WINDOWS     = GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc CXX=x86_64-w64-mingw32-g++
RESOURCES  := cmd/tenantkeep/rsrc_windows_amd64.syso
WINDOWS_DIR = $(BUILD)/windows
NOTICES     = $(BUILD)/notices/windows.txt
MSI         = $(DIST)/tenantkeep-$(VERSION)-windows-x64.msi
MSI_MACHINE = $(DIST)/tenantkeep-$(VERSION)-windows-x64-machine.msi
SBOM       := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
# The headers of EGL and OpenGL ES are Debian's, looked at after mingw's own; the linker takes ANGLE's DLLs as they are.
WITH_EGL    = CGO_CFLAGS="-O2 -g -idirafter /usr/include" CGO_LDFLAGS="-O2 -g -L$(abspath $(ANGLE))"
WITH_ANGLE  = $(if $(ANGLE),$(WINDOWS_DIR)/angle,none)

define newline


endef

# sign FILE: signs it in place where there is a certificate. -st keeps the clock out of it where nobody stamps the time.
define sign
	@if [ -n "$(SIGN_PFX)" ]; then \
  osslsigncode sign -pkcs12 "$(SIGN_PFX)" -readpass "$(SIGN_PASSWORD)" -h sha256 -n Tenantkeep \
    -i https://github.com/tenantkeep/tenantkeep $(if $(SIGN_TIMESTAMP),-ts $(SIGN_TIMESTAMP),-st $(SOURCE_DATE_EPOCH)) \
    $(if $(filter %.msi,$(1)),-add-msi-dse) -in $(1) -out $(1).signed >/dev/null && mv $(1).signed $(1) && echo "Signed $(1)"; \
else echo "Not signed, for want of a certificate: $(1)"; fi
endef

.PHONY: windows
windows: tools-windows windows-notices windows-programs ## Build the installers and the archive for Windows into dist/ (on Linux)
	$(GO) run ./cmd/package zip -program $(WINDOWS_DIR)/tenantkeep.exe -angle $(WITH_ANGLE) -notices $(NOTICES) -o $(DIST)/tenantkeep-$(VERSION)-windows-x64.zip
	$(GO) run ./cmd/package msi -scope user -program $(WINDOWS_DIR)/tenantkeep.exe -angle $(WITH_ANGLE) -notices $(NOTICES) -version $(VERSION) -o $(MSI)
	$(call sign,$(MSI))
	$(GO) run ./cmd/package msi -scope machine -program $(WINDOWS_DIR)/tenantkeep.exe -angle $(WITH_ANGLE) -notices $(NOTICES) -version $(VERSION) -o $(MSI_MACHINE)
	$(call sign,$(MSI_MACHINE))
	GOBIN=$(abspath $(BUILD)/tools) $(GO) install $(SBOM)
	$(WINDOWS) $(BUILD)/tools/cyclonedx-gomod app -json -licenses -std -noserial -notimestamp -main cmd/tenantkeep \
	  -output $(DIST)/tenantkeep-$(VERSION)-windows-x64.cdx.json .
	$(GO) run ./cmd/package sums $(DIST)

.PHONY: windows-notices
windows-notices:
	$(GO) run ./cmd/package notices -os windows -o $(NOTICES)

.PHONY: windows-programs
windows-programs:
	$(GO) run ./cmd/package resources -version $(VERSION) -o $(RESOURCES)
	$(WINDOWS) $(GO) build $(call lean,,-H=windowsgui) -o $(WINDOWS_DIR)/tenantkeep.exe ./cmd/tenantkeep
	$(call sign,$(WINDOWS_DIR)/tenantkeep.exe)
	$(GO) run ./cmd/package check-exe -program $(WINDOWS_DIR)/tenantkeep.exe -version $(VERSION) -signed=$(if $(SIGN_PFX),true,false)
ifneq ($(ANGLE),)
	mkdir -p $(WINDOWS_DIR)/angle && cp $(ANGLE)/libEGL.dll $(ANGLE)/libGLESv2.dll $(WINDOWS_DIR)/angle/
	$(WINDOWS) $(WITH_EGL) $(GO) build $(call lean,gles gles2 egl,-H=windowsgui) -o $(WINDOWS_DIR)/angle/tenantkeep.exe ./cmd/tenantkeep
	$(call sign,$(WINDOWS_DIR)/angle/tenantkeep.exe)
	$(GO) run ./cmd/package check-exe -program $(WINDOWS_DIR)/angle/tenantkeep.exe -version $(VERSION) -draws angle -signed=$(if $(SIGN_PFX),true,false)
endif

# What is tried: these packages, a program of an older version, an installer signed with a certificate made for it, and the
# tour, which is in no package.
SMOKE  = $(BUILD)/windows-smoke
OLDER := 0.0.9

.PHONY: windows-smoke
windows-smoke: tools-windows-smoke ## Try the packages of Windows under Wine: install, every page, upgrade, no OpenGL, remove
	@test -f $(MSI) || { echo "There is no $(MSI): make windows"; exit 1; }
	$(MAKE) --no-print-directory windows-older
	$(MAKE) --no-print-directory windows-signed
	$(MAKE) --no-print-directory windows-tour
	cmd/package/windows-smoke.sh $(VERSION) $(DIST) $(SMOKE)/older/older.msi $(SMOKE)/signed.msi $(SMOKE)/tour.exe $(BUILD)/windows-tour

.PHONY: windows-older
windows-older: windows-notices
	$(MAKE) --no-print-directory windows-programs VERSION=$(OLDER) BUILD=$(SMOKE)/older ANGLE=
	$(GO) run ./cmd/package msi -scope user -program $(SMOKE)/older/windows/tenantkeep.exe -notices $(NOTICES) -version $(OLDER) -o $(SMOKE)/older/older.msi
	$(GO) run ./cmd/package resources -version $(VERSION) -o $(RESOURCES)

.PHONY: windows-tour
windows-tour:
	$(WINDOWS) $(GO) build $(call lean,,-H=windowsgui) -o $(SMOKE)/tour.exe ./cmd/tour

.PHONY: windows-signed
windows-signed:
	@mkdir -p $(SMOKE)
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Thrown away" -addext extendedKeyUsage=codeSigning \
	  -keyout $(SMOKE)/key.pem -out $(SMOKE)/signed.msi.pem 2>/dev/null
	@echo thrown-away > $(SMOKE)/password
	openssl pkcs12 -export -inkey $(SMOKE)/key.pem -in $(SMOKE)/signed.msi.pem -passout file:$(SMOKE)/password -out $(SMOKE)/signed.pfx
	cp $(MSI) $(SMOKE)/signed.msi
	cp $(WINDOWS_DIR)/tenantkeep.exe $(SMOKE)/signed.exe
	$(MAKE) --no-print-directory sign SIGN_PFX=$(SMOKE)/signed.pfx SIGN_PASSWORD=$(SMOKE)/password SIGNED="$(SMOKE)/signed.msi $(SMOKE)/signed.exe"
	$(GO) run ./cmd/package check-exe -program $(SMOKE)/signed.exe -version $(VERSION) -signed=true
	osslsigncode verify -in $(SMOKE)/signed.exe -CAfile $(SMOKE)/signed.msi.pem

.PHONY: sign
sign:
	$(foreach file,$(SIGNED),$(call sign,$(file))$(newline))

.PHONY: macos
macos: ## Build the disk image for macOS into dist/, signed and notarised where there is an identity (on a Mac)
	@test "$$(uname -s)" = Darwin || { echo "The macOS program is built on a Mac; make macos-check checks here what needs none: the script and the property lists."; exit 1; }
	$(call ensure,)
	cmd/package/macos.sh $(VERSION) $(LEAN)

.PHONY: macos-check
macos-check: tools-macos-check ## Check of the macOS package what needs no Mac: the script and the property lists
	shellcheck cmd/package/macos.sh
	$(GO) test -count=1 -run TestPlist ./cmd/package

.PHONY: winget
winget: tools-winget ## Write the winget manifests of the release in dist/ into build/winget
	$(GO) run ./cmd/package winget -version $(VERSION) -dir $(DIST) -o $(BUILD)/winget

.PHONY: cask
cask: ## Write the Homebrew cask of the release in dist/ into build/
	$(GO) run ./cmd/package cask -version $(VERSION) -dir $(DIST) -o $(BUILD)/tenantkeep.rb

.PHONY: sums
sums: ## Write SHA256SUMS over all packages in dist/
	$(GO) run ./cmd/package sums $(DIST)

.PHONY: clean
clean: ## Delete what was built
	rm -rf $(BUILD) $(DIST)

# On Debian and Ubuntu missing packages are installed; elsewhere the missing program is named.
define ensure
	@case "$$(uname -s)" in \
	  Linux) if command -v dpkg-query >/dev/null; then \
	           missing=; for p in $(1); do \
	             dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok' || missing="$$missing $$p"; done; \
	           if [ -n "$$missing" ]; then \
	             echo "Installing:$$missing"; \
	             sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	             $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	           fi; \
	         elif ! command -v gcc >/dev/null; then \
	           echo "Install gcc and the development files of OpenGL, X11, Wayland and xkbcommon with your package manager."; exit 1; fi ;; \
	  Darwin) xcode-select -p >/dev/null 2>&1 || { echo "Install Apple's command line tools: xcode-select --install"; exit 1; } ;; \
	  *) command -v gcc >/dev/null || { echo "Install a C compiler: in MSYS2, pacman -S mingw-w64-x86_64-gcc, and put its bin folder on the PATH."; exit 1; } ;; \
	esac
endef

.PHONY: tools-build
tools-build:
	$(call ensure,$(BUILD_PACKAGES))

.PHONY: tools-test
tools-test:
	$(call ensure,$(BUILD_PACKAGES) $(TEST_PACKAGES))

.PHONY: tools-screen
tools-screen:
	$(call ensure,$(BUILD_PACKAGES) $(SCREEN_PACKAGES))

.PHONY: tools-windows
tools-windows:
	$(call ensure,gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 wixl msitools osslsigncode faketime libegl-dev libgles-dev)

.PHONY: tools-windows-smoke
tools-windows-smoke: tools-windows
	$(call ensure,wine wine64 xdotool openssl $(SCREEN_PACKAGES))

.PHONY: tools-linux
tools-linux:
	$(call ensure,desktop-file-utils appstream)

.PHONY: tools-macos-check
tools-macos-check:
	$(call ensure,shellcheck)

.PHONY: tools-winget
tools-winget:
	$(call ensure,msitools)
