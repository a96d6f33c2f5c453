package directory

import (
	"slices"
	"strings"
)

// Product is a subscription that Microsoft sells, with its real ids.
type Product struct {
	SKUID, PartNumber string
	Plans             []ServicePlan
}

// ServicePlan is a service within a product.
type ServicePlan struct {
	ID, Name, Service string
	// Company says that it works for the tenant, not for a user.
	Company bool
}

// The positions in products.
const (
	businessBasic = iota
	businessStandard
	businessPremium
	m365E3
	m365E5
	entraP1
	entraP2
	exchangePlan1
	powerBIFree
	flowFree
	teamsPhone
	copilot
	visio
	project
	rightsAdhoc
	previewPilot
)

// products are all that tenants here hold, in the order of the constants above. The last is not in Microsoft's public
// list: a product too new for anybody's table of names.
var products = readProducts([][3]string{
	{"3b555118-da6a-4418-894f-7df1e2096870", "O365_BUSINESS_ESSENTIALS", "EXCHANGE_S_STANDARD SHAREPOINTSTANDARD SHAREPOINTWAC TEAMS1 MCOSTANDARD YAMMER_ENTERPRISE SWAY PROJECTWORKMANAGEMENT"},
	{"f245ecc8-75af-4f8e-b61f-27d8114de5f3", "O365_BUSINESS_PREMIUM", "EXCHANGE_S_STANDARD SHAREPOINTSTANDARD SHAREPOINTWAC TEAMS1 MCOSTANDARD OFFICE_BUSINESS YAMMER_ENTERPRISE SWAY PROJECTWORKMANAGEMENT"},
	{"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB", "EXCHANGE_S_STANDARD SHAREPOINTSTANDARD SHAREPOINTWAC TEAMS1 MCOSTANDARD OFFICE_BUSINESS YAMMER_ENTERPRISE SWAY PROJECTWORKMANAGEMENT INTUNE_A AAD_PREMIUM MFA_PREMIUM"},
	{"05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", "EXCHANGE_S_ENTERPRISE SHAREPOINTENTERPRISE SHAREPOINTWAC TEAMS1 MCOSTANDARD OFFICESUBSCRIPTION YAMMER_ENTERPRISE SWAY PROJECTWORKMANAGEMENT INTUNE_A AAD_PREMIUM MFA_PREMIUM"},
	{"06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", "EXCHANGE_S_ENTERPRISE SHAREPOINTENTERPRISE SHAREPOINTWAC TEAMS1 MCOSTANDARD MCOEV OFFICESUBSCRIPTION YAMMER_ENTERPRISE SWAY PROJECTWORKMANAGEMENT INTUNE_A AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM"},
	{"078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "AAD_PREMIUM", "AAD_PREMIUM MFA_PREMIUM EXCHANGE_S_FOUNDATION!"},
	{"84a661c4-e949-4bd2-a560-ed7766fcaf2b", "AAD_PREMIUM_P2", "AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM EXCHANGE_S_FOUNDATION!"},
	{"4b9405b0-7788-4568-add1-99614e613b69", "EXCHANGESTANDARD", "EXCHANGE_S_STANDARD"},
	{"a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", "POWER_BI_STANDARD", "BI_AZURE_P0 EXCHANGE_S_FOUNDATION!"},
	{"f30db892-07e9-47e9-837c-80727f46fd3d", "FLOW_FREE", "FLOW_P2_VIRAL EXCHANGE_S_FOUNDATION!"},
	{"e43b5b99-8dfb-405f-9987-dc307f34bcbd", "MCOEV", "MCOEV"},
	{"639dec6b-bb19-468b-871c-c5c441c4b0cb", "Microsoft_365_Copilot", "M365_COPILOT_APPS M365_COPILOT_TEAMS M365_COPILOT_BUSINESS_CHAT"},
	{"c5928f49-12ba-48f7-ada3-0d743a3601d5", "VISIOCLIENT", "VISIO_CLIENT_SUBSCRIPTION VISIOONLINE EXCHANGE_S_FOUNDATION!"},
	{"53818b1b-4a27-454b-8896-0dba576410e6", "PROJECTPROFESSIONAL", "PROJECT_CLIENT_SUBSCRIPTION SHAREPOINT_PROJECT PROJECTWORKMANAGEMENT EXCHANGE_S_FOUNDATION!"},
	{"8c4ce438-32a7-4ac5-91a6-e22ae08d9c8b", "RIGHTSMANAGEMENT_ADHOC", "RMS_S_ADHOC"},
	{"5e1f0a7c-93d2-4b68-8e0d-2c7a41b9f6d3", "FRONTIER_AGENTS_PILOT", "M365_COPILOT_BUSINESS_CHAT"},
})

// planText is the name, the service and the id of every plan.
var planText = [][3]string{
	{"EXCHANGE_S_STANDARD", "exchange", "9aaf7827-d63c-4b61-89c3-182f06f82e5c"},
	{"EXCHANGE_S_ENTERPRISE", "exchange", "efb87545-963c-4e0d-99df-69c6916d9eb0"},
	{"EXCHANGE_S_FOUNDATION", "exchange", "113feb6c-3fe4-4440-bddc-54d774bf0318"},
	{"SHAREPOINTSTANDARD", "SharePoint", "c7699d2e-19aa-44de-8edf-1736da088ca1"},
	{"SHAREPOINTENTERPRISE", "SharePoint", "5dbe027f-2339-4123-9542-606e4d348a72"},
	{"SHAREPOINTWAC", "SharePoint", "e95bec33-7c88-4a70-8e19-b10bd9d0c014"},
	{"TEAMS1", "TeamspaceAPI", "57ff2da0-773e-42df-b2af-ffb7a2317929"},
	{"MCOSTANDARD", "MicrosoftCommunicationsOnline", "0feaeb32-d00e-4d66-bd5a-43b5b83db82c"},
	{"MCOEV", "MicrosoftCommunicationsOnline", "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"},
	{"OFFICE_BUSINESS", "MicrosoftOffice", "094e7854-93fc-4d55-b2c0-3ab5369ebdc1"},
	{"OFFICESUBSCRIPTION", "MicrosoftOffice", "43de0ff5-c92c-492b-9116-175376d08c38"},
	{"INTUNE_A", "SCO", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"},
	{"AAD_PREMIUM", "AADPremiumService", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"},
	{"AAD_PREMIUM_P2", "AADPremiumService", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
	{"MFA_PREMIUM", "MultiFactorService", "8a256a2b-b617-496d-b51b-e76466e88db0"},
	{"YAMMER_ENTERPRISE", "YammerEnterprise", "7547a3fe-08ee-4ccb-b430-5077c5041653"},
	{"SWAY", "Sway", "a23b959c-7ce8-4e57-9140-b90eb88a9e97"},
	{"PROJECTWORKMANAGEMENT", "ProjectWorkManagement", "b737dad2-2f6c-4c65-90e3-ca563267e8b9"},
	{"FLOW_P2_VIRAL", "ProcessSimple", "50e68c76-46c6-4674-81f9-75456511b170"},
	{"BI_AZURE_P0", "PowerBI", "2049e525-b859-401b-b2a0-e0a31c4b1fe4"},
	{"VISIO_CLIENT_SUBSCRIPTION", "MicrosoftOffice", "663a804f-1c30-4ff0-9915-9db84f0d1cea"},
	{"VISIOONLINE", "MicrosoftOffice", "2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f"},
	{"PROJECT_CLIENT_SUBSCRIPTION", "MicrosoftOffice", "fafd7243-e5c1-4a3a-9e40-495efcb1d3c3"},
	{"SHAREPOINT_PROJECT", "SharePoint", "fe71d6c3-a2ea-4499-9778-da042bf08063"},
	{"M365_COPILOT_APPS", "MicrosoftOffice", "a62f8878-de10-42f3-b68f-6149a25ceb97"},
	{"M365_COPILOT_TEAMS", "TeamspaceAPI", "b95945de-b3bd-46db-8437-f2beb6ea2347"},
	{"M365_COPILOT_BUSINESS_CHAT", "Bing", "3f30311c-6b1e-48a4-ab79-725b469da960"},
	{"RMS_S_ADHOC", "RMSOnline", "31ca2eb8-4ac5-4be4-a21b-d9b4e3f6aa41"},
}

// readProducts joins products with their plans. A plan with "!" works for the tenant.
func readProducts(text [][3]string) []Product {
	all := make([]Product, len(text))
	for i, line := range text {
		all[i] = Product{SKUID: line[0], PartNumber: line[1]}
		for _, name := range strings.Fields(line[2]) {
			bare := strings.TrimSuffix(name, "!")
			for _, plan := range planText {
				if plan[0] == bare {
					all[i].Plans = append(all[i].Plans, ServicePlan{ID: plan[2], Name: bare, Service: plan[1], Company: bare != name})
				}
			}
		}
	}
	return all
}

// ProductOf finds a product by its SKU id.
func ProductOf(skuID string) (Product, bool) {
	i := productIndex(skuID)
	if i < 0 {
		return Product{}, false
	}
	return products[i], true
}

func productIndex(skuID string) int {
	for i := range products {
		if strings.EqualFold(products[i].SKUID, skuID) {
			return i
		}
	}
	return -1
}

// products are the positions of what a tenant of a plan holds; the first is what most of its people have.
func (d draw) products(plan string) []int {
	var held []int
	switch plan {
	case "P1":
		held = append(held, pick(d, 0x901, []int{businessPremium, businessPremium, m365E3}), exchangePlan1)
	case "P2":
		held = append(held, m365E5, entraP2, copilot)
	default:
		held = append(held, pick(d, 0x902, []int{businessStandard, businessBasic}), exchangePlan1)
	}
	for i, extra := range []int{powerBIFree, flowFree, visio, project, teamsPhone, copilot, rightsAdhoc, previewPilot} {
		if d.chance(0x910+uint64(i), []int{700, 800, 400, 350, 300, 250, 150, 60}[i]) && !slices.Contains(held, extra) {
			held = append(held, extra)
		}
	}
	return held
}
