"""Declarations in XML as large as those of trade are: a header, parties, and goods items.

A goods item has what one has in the examples of the customs declarations API of HM Revenue and
Customs (github.com/hmrc/customs-declarations, public/api/conf/2.0/examples, read 2026-11-29):
between 55 and 80 elements, of which three to eight are documents, and no party; two of those
examples were counted by hand (TT_IM001a, TT_EX004a). Around the items they have some 70.

How many items: imports of the European Union had 590 million items in 2024 (taxation-customs.
ec.europa.eu, EU customs union facts and figures) and 152.6 million declarations in 2014 (there,
Main players for international trade): of different years, so that about four is inferred only.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["SIZES", "declared_documents", "firm_number"]

# Goods items of a small declaration, of one of the middle, and of large ones.
SIZES = (1, 5, 10, 20)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
    xmlns:dt="urn:wco:datamodel:WCO:Declaration_DS:DMS:2">
  <md:WCODataModelVersionCode>3.6</md:WCODataModelVersionCode>
  <md:WCOTypeName>DEC</md:WCOTypeName>
  <md:ResponsibleCountryCode>JP</md:ResponsibleCountryCode>
  <Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">
    <AcceptanceDateTime>
      <dt:DateTimeString formatCode="304">20261030093000+09</dt:DateTimeString>
    </AcceptanceDateTime>
    <FunctionCode>9</FunctionCode>
    <FunctionalReferenceID>EXAMPLE-{place}</FunctionalReferenceID>
    <TypeCode>IMA</TypeCode>
    <GoodsItemQuantity>{items}</GoodsItemQuantity>
    <TotalPackageQuantity>{items}</TotalPackageQuantity>
    <Agent>
      <ID>JP0000123401</ID>
      <FunctionCode>2</FunctionCode>
    </Agent>
    <AuthorisationHolder>
      <ID>{importer}</ID>
      <CategoryCode>DPO</CategoryCode>
    </AuthorisationHolder>
    <AuthorisationHolder>
      <ID>{importer}</ID>
      <CategoryCode>CGU</CategoryCode>
    </AuthorisationHolder>
    <BorderTransportMeans>
      <RegistrationNationalityCode>HK</RegistrationNationalityCode>
      <ModeCode>1</ModeCode>
    </BorderTransportMeans>
    <Declarant>
      <ID>JP0000123402</ID>
    </Declarant>
    <Exporter>
      <Name>Example Lamp Works (Hong Kong) Limited</Name>
      <ID>{exporter}</ID>
      <Address>
        <CityName>Tsuen Wan</CityName>
        <CountryCode>HK</CountryCode>
        <Line>Flat B, 9/F, Muster Centre, 88 Example Road</Line>
      </Address>
    </Exporter>
    <GoodsShipment>
      <TransactionNatureCode>1</TransactionNatureCode>
      <AEOMutualRecognitionParty>
        <ID>HK00000107</ID>
        <RoleCode>MF</RoleCode>
      </AEOMutualRecognitionParty>
      <Consignment>
        <ContainerCode>1</ContainerCode>
        <ArrivalTransportMeans>
          <ID>9999999</ID>
          <IdentificationTypeCode>10</IdentificationTypeCode>
        </ArrivalTransportMeans>
        <GoodsLocation>
          <Name>JPTYO</Name>
          <TypeCode>A</TypeCode>
          <Address>
            <TypeCode>U</TypeCode>
            <CountryCode>JP</CountryCode>
          </Address>
        </GoodsLocation>
        <TransportEquipment>
          <SequenceNumeric>1</SequenceNumeric>
          <ID>EXMU0000001</ID>
        </TransportEquipment>
      </Consignment>
      <Destination>
        <CountryCode>JP</CountryCode>
      </Destination>
      <ExportCountry>
        <ID>HK</ID>
      </ExportCountry>
"""
ITEM = """      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>{item}</SequenceNumeric>
        <StatisticalValueAmount currencyID="JPY">100000</StatisticalValueAmount>
{documents}        <Commodity>
          <Description>Lamps with a metal stand, kind {item}</Description>
          <Classification>
            <ID>94052100</ID>
            <IdentificationTypeCode>TSP</IdentificationTypeCode>
          </Classification>
          <Classification>
            <ID>00</ID>
            <IdentificationTypeCode>TRC</IdentificationTypeCode>
          </Classification>
          <DutyTaxFee>
            <DutyRegimeCode>100</DutyRegimeCode>
            <TypeCode>A00</TypeCode>
            <Payment>
              <MethodCode>E</MethodCode>
            </Payment>
          </DutyTaxFee>
          <DutyTaxFee>
            <TypeCode>B00</TypeCode>
            <Payment>
              <MethodCode>E</MethodCode>
            </Payment>
          </DutyTaxFee>
          <GoodsMeasure>
            <GrossMassMeasure>150</GrossMassMeasure>
            <NetNetWeightMeasure>100</NetNetWeightMeasure>
          </GoodsMeasure>
          <InvoiceLine>
            <ItemChargeAmount currencyID="JPY">100000</ItemChargeAmount>
          </InvoiceLine>
        </Commodity>
        <CustomsValuation>
          <MethodCode>1</MethodCode>
        </CustomsValuation>
        <GovernmentProcedure>
          <CurrentCode>40</CurrentCode>
          <PreviousCode>00</PreviousCode>
        </GovernmentProcedure>
        <GovernmentProcedure>
          <CurrentCode>000</CurrentCode>
        </GovernmentProcedure>
        <Origin>
          <CountryCode>HK</CountryCode>
          <TypeCode>1</TypeCode>
        </Origin>
        <Packaging>
          <SequenceNumeric>1</SequenceNumeric>
          <MarksNumbersID>EXAMPLE-{item}</MarksNumbersID>
          <QuantityQuantity>50</QuantityQuantity>
          <TypeCode>BX</TypeCode>
        </Packaging>
        <PreviousDocument>
          <CategoryCode>Z</CategoryCode>
          <ID>EXAMPLE-ENTRY-{item}</ID>
          <TypeCode>355</TypeCode>
          <LineNumeric>1</LineNumeric>
        </PreviousDocument>
        <ValuationAdjustment>
          <AdditionCode>0000</AdditionCode>
        </ValuationAdjustment>
      </GovernmentAgencyGoodsItem>
"""
DOCUMENT = """        <AdditionalDocument>
          <CategoryCode>{code[0]}</CategoryCode>
          <ID>{number}</ID>
          <TypeCode>{code[1]}{code[2]}{code[3]}</TypeCode>
        </AdditionalDocument>
"""
END = """      <Consignee>
        <Name>Example Lights K.K.</Name>
        <ID>{importer}</ID>
      </Consignee>
      <Importer>
        <ID>{importer}</ID>
      </Importer>
      <PreviousDocument>
        <CategoryCode>Z</CategoryCode>
        <ID>EXAMPLE-CONSIGNMENT-{place}</ID>
        <TypeCode>DCR</TypeCode>
      </PreviousDocument>
      <TradeTerms>
        <ConditionCode>CIF</ConditionCode>
        <LocationID>JPTYO</LocationID>
      </TradeTerms>
    </GoodsShipment>
    <ObligationGuarantee>
      <ID>EXAMPLE-GUARANTEE</ID>
      <SecurityDetailsCode>0</SecurityDetailsCode>
    </ObligationGuarantee>
  </Declaration>
</md:MetaData>
"""
IMPORTERS = 300


def firm_number(place: int) -> str:
    """Return the number of an exporter: one in three is that of a firm that is held."""
    return f"HK{place * 7919 if place % 3 == 0 else place * 104_729 + 7:08}"


def declared_documents(many: int, items: int) -> Iterable[bytes]:
    """Yield declarations, each with an exporter of its own, and one of some hundreds of importers.

    The first item quotes the AEO number of the exporter, beside three documents of other kinds.
    """
    for place in range(many):
        firms = {"importer": f"JP{place % IMPORTERS:010}", "exporter": firm_number(place)}
        parts = [HEAD.format(place=place, items=items, **firms)]
        parts += [_item(place, item) for item in range(1, items + 1)]
        parts.append(END.format(place=place, **firms))
        yield "".join(parts).encode()


def _item(place: int, item: int) -> str:
    documents = [("N935", f"INVOICE-{place}-{item}"), ("C506", "EXAMPLE"), ("C505", "EXAMPLE")]
    if item == 1:
        documents.insert(0, ("Y022", f"AEO-{place}"))
    told = "".join(DOCUMENT.format(code=code, number=number) for code, number in documents)
    return ITEM.format(item=item, documents=told)
