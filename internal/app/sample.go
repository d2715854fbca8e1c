package app

import (
	"context"
	"fmt"
	"path"

	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

// loadSample loads the sample and imports it, if there is no data yet.
func loadSample(ctx context.Context, s *service.Service) error {
	actor, err := s.DefaultActor(ctx)
	if err != nil {
		return err
	}
	known, err := s.Integrations(ctx, actor)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		fmt.Printf("The database holds the integration %q already: nothing of the sample was loaded.\n", known[0].Name)
		return nil
	}
	integration, err := s.CreateIntegration(ctx, actor, service.NewIntegration{
		Name: sample.IntegrationName, SellerID: sample.SellerID, MarketplaceID: sample.MarketplaceID, ProductsEnabled: true})
	if err != nil {
		return err
	}
	omni, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{Name: path.Base(sample.OmniProductsPath)})
	if err != nil {
		return err
	}
	listings, err := s.LoadListings(ctx, actor, integration.ID, sample.AmazonListings(), service.FileLoad{Name: path.Base(sample.AmazonListingsPath)})
	if err != nil {
		return err
	}
	imported, err := s.ImportProducts(ctx, actor, integration.ID, model.ScopeAll)
	if err != nil {
		return err
	}
	counts, err := s.ProductStatus(ctx, actor, []int64{integration.ID})
	if err != nil {
		return err
	}
	count := counts[integration.ID]
	fmt.Printf(`Loaded the sample into the integration %q: %d Omni products, %d Amazon listings.
Imported: %d unmapped products found, %d existing price options linked, %d existing size options linked.
Now: %d mapped, %d partially mapped, %d mappable, %d unmappable.
`, integration.Name, omni.Summary.Created, listings.Summary.Created,
		imported.Summary.UnmappedProducts, imported.Summary.ExistingPriceOptionsLinked, imported.Summary.ExistingSizeOptionsLinked,
		count.Mapped, count.PartiallyMapped, count.Mappable, count.Unmappable)
	return nil
}
