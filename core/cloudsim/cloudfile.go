package cloudsim

import (
	"encoding/json"
	"fmt"
	"os"
)

// Cloud returns the custom-cloud file that leads a client to this server, as JSON.
func (s *Server) Cloud() []byte {
	data, err := json.MarshalIndent(map[string]any{
		"name":          "Demo",
		"authority":     s.Authority(),
		"graph":         s.Graph(),
		"partnerCenter": s.PartnerCenter(),
		"caFile":        s.CAFile(),
		"portalBase":    s.PortalBase(),
		"clientId":      s.estate.Client().ID,
		"tenant":        s.estate.Partner().ID,
		"demo":          true,
	}, "", "  ")
	if err != nil {
		// Strings and a bool: json has no reason to refuse them.
		panic(fmt.Sprintf("custom-cloud file: %v", err))
	}
	return append(data, '\n')
}

// CloudFile writes the custom-cloud file to a path. A client may read it while it is written.
func (s *Server) CloudFile(path string) error {
	if err := os.WriteFile(path+".new", s.Cloud(), 0o600); err != nil {
		return fmt.Errorf("write custom-cloud file: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write custom-cloud file: %w", err)
	}
	return nil
}
