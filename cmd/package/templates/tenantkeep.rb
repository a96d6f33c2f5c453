cask "tenantkeep" do
  version "{{.Version}}"
  sha256 "{{.SHA256}}"

  url "{{.URL}}"
  name "Tenantkeep"
  desc "Every client's Microsoft 365 in one window, for managed service providers"
  homepage "{{.Homepage}}"

  depends_on macos: :monterey

  app "Tenantkeep.app"

  zap trash: [
    "~/Library/Application Support/Tenantkeep",
    "~/Library/Application Support/Tenantkeep Demo",
    "~/Library/Caches/fyne/{{.ID}}",
    "~/Library/Preferences/fyne/{{.ID}}",
    "~/Library/Preferences/{{.ID}}.plist",
    "~/Library/Saved Application State/{{.ID}}.savedState",
  ]
end
