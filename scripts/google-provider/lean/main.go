// The google provider with only those resource types that GOOGLE_PROVIDER_RESOURCE_TYPES names, divided by commas, and no data
// sources. It has a thousand others, whose schemas Terraform asks for each time it runs: most of what a small run costs.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-mux/tf5muxserver"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-google/google/fwprovider"
	"github.com/hashicorp/terraform-provider-google/google/provider"
	"github.com/hashicorp/terraform-provider-google/version"
)

func main() {
	debug := flag.Bool("debug", false, "serve until it is killed, and say how Terraform attaches to it")
	flag.Parse()
	server, err := tf5muxserver.NewMuxServer(
		context.Background(),
		providerserver.NewProtocol5(fwprovider.New(version.ProviderVersion)),
		lean(provider.Provider()).GRPCProvider,
	)
	if err != nil {
		log.Fatal(err)
	}
	var options []tf5server.ServeOpt
	if *debug {
		options = append(options, tf5server.WithManagedDebug())
	}

	if err := tf5server.Serve("registry.terraform.io/hashicorp/google", server.ProviderServer, options...); err != nil {
		log.Fatal(err)
	}
}

func lean(whole *schema.Provider) *schema.Provider {
	resources := map[string]*schema.Resource{}
	for _, name := range strings.Split(os.Getenv("GOOGLE_PROVIDER_RESOURCE_TYPES"), ",") {
		resource, known := whole.ResourcesMap[name]
		if !known {
			log.Fatalf("GOOGLE_PROVIDER_RESOURCE_TYPES names %q, which the provider does not have", name)
		}
		resources[name] = resource
	}
	whole.ResourcesMap, whole.DataSourcesMap = resources, nil
	return whole
}
