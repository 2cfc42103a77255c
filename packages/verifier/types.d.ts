// Types of records, claims, trust lists and answers.
// Printed from the schemas of the standard by `make schemas`; do not edit.

/** A postal address; lengths as the WCO Data Model, class 04A. */
export interface Address {
  /** Street, number, building or post box, one to four lines. */
  lines: AddressLine[];
  /** City or town. */
  city: CityName;
  /** State, province or region. */
  subdivision?: CityName;
  /** Postal code. */
  postcode?: Postcode;
  /** Country of the address. */
  country: CountryCode;
}
/** Street, number, building or post box. */
export type AddressLine = string;
/** One authorisation of one operator by one administration. */
export interface AeoRecord {
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** Customs administration that took the decision: DE, not EU. */
  administration: CountryCode;
  /** Customs office that took the decision. */
  issuingOffice?: OfficeCode;
  /** Name of the record, unique and stable within the administration. */
  recordId: RecordId;
  /** Administrations the record moved from, oldest first. */
  formerAdministrations?: CountryCode[];
  /** Administration the record moves to; in the last revision of the one it leaves. */
  movedTo?: CountryCode;
  /** Number of this version of the record, strictly increasing. */
  revision: SequenceNumber;
  /** When this revision was issued. */
  issuedAt: Instant;
  /** For whom the record was cut; absent only in the full record. */
  view?: View;
  /** Programme under which it was granted. */
  programme: ProgrammeCode;
  /** The economic operator. */
  holder: Holder;
  /** The decision. */
  authorisation: Authorisation;
  /** Changes of the status, ordered by seq and recordedAt. */
  history: StatusEvent[];
  /** Size class and what the programme does for it. */
  msme?: Msme;
  /** Where the holder stands on sharing. */
  consents?: Consent[];
  /** How partners recognise the holder. */
  recognitions?: Recognition[];
  /** Items of other vocabularies, lossless everywhere. */
  extensions?: Extension[];
}
/** Whether the measure is that of one firm or of its group. */
export type Aggregation = "single" | "group";
/** Code of a mutual recognition arrangement. */
export type AgreementCode = string;
/** Who stands behind the size class. */
export type Assurance = "self-declared" | "certified" | "verified-by-customs";
/** What the status of an authorisation can be at an instant (REC-6). */
export type AttestedStatus = "granted" | "suspended" | "revoked" | "withdrawn" | "expired";
/** For whom a view is made: `public`, a country or EU, or an agency of one of these. */
export type AudienceCode = string;
/** The decision: its number, its terms and what it was based on. */
export interface Authorisation {
  /** Number of the certificate; no key, since it may come back after a revocation. */
  number: AuthorisationNumber;
  /** Periods with the same tiers and roles, in order, not overlapping. */
  terms: Term[];
  /** Date of the decision. */
  grantedOn?: Date;
  /** Date of the last validation. */
  validatedOn?: Date;
  /** How each criterion of the SAFE Framework came out. */
  criteria?: CriterionResult[];
  /** Records that this one takes the place of. */
  replaces?: Replacement[];
}
/** Number of the AEO certificate, as issued. */
export type AuthorisationNumber = string;
/** An administration, or a union of them, with its keys and what they may speak for. */
export interface Authority {
  /** The administration. */
  administration: CountryCode;
  /** Its name. */
  name?: Name;
  /** Its keys. */
  keys: ListedKey[];
  /** What it may speak for. */
  scope: Scope[];
  /** Its status lists; absent means any that its keys sign. */
  statusLists?: Uri[];
}
/** One figure on which the size class rests. */
export interface BasisMeasure {
  /** What was measured. */
  measure: Measure;
  /** The figure, exact. */
  value: DecimalText;
  /** Currency, where the measure is money. */
  currency?: CurrencyCode;
  /** Last day of the period measured. */
  periodEnd: Date;
  /** Firm alone or group. */
  aggregation: Aggregation;
}
/** True or false. */
export type Boolean = boolean;
/** X.509 certificate: base64 of its DER bytes, on one line. */
export type CertificateText = string;
/** The checks of a verifier, in the order in which an answer names them (ATT-7-1). */
export type CheckName = "claims-match-record" | "format" | "issuer" | "record-digest" | "revision" | "rules" | "schema" | "scope" | "signature" | "status" | "tin" | "trust-list" | "window";
/** One check: how it came out, why, and by which rule where it did not pass. `reason` tells of this attestation; `words` what this outcome by the rule means, and `hint` what to do next, the same for every attestation and in every implementation. */
export interface CheckResult {
  name: CheckName;
  outcome: Outcome;
  reason?: string;
  code?: string;
  words?: string;
  hint?: string;
}
/** City, or subdivision of a country. */
export type CityName = string;
/** The interval of the term that an attestation speaks of. */
export interface ClaimedTerm {
  /** First instant of the term. */
  from: Instant;
  /** First instant after the term; absent while open. */
  until?: Instant;
}
/** The claims of an attestation about the status of one authorisation. */
export interface Claims {
  /** Administration that speaks. */
  iss: CountryCode;
  /** TIN of the holder; public for a legal person, partner for a natural person. */
  sub?: Tin;
  /** First two letters of the TIN of a natural person, in place of the TIN. */
  tinCountry?: CountryCode;
  /** What the attestation states. */
  vct: StatementType;
  /** Name of the attestation, given once. */
  jti: RecordId;
  /** When it was signed. */
  iat: NumericDate;
  /** From when it speaks. */
  nbf: NumericDate;
  /** Until before when it speaks. */
  exp: NumericDate;
  /** Record id of the authorisation. */
  recordId: RecordId;
  /** Revision of the record. */
  revision: SequenceNumber;
  /** For whom the record was cut. */
  view?: View;
  /** Programme of the authorisation. */
  programme: ProgrammeCode;
  /** Number of the certificate. */
  authorisationNumber: AuthorisationNumber;
  /** Tiers held at iat. */
  tiers: TierCode[];
  /** Roles covered at iat. */
  roles: Role[];
  /** Term at iat. */
  term: ClaimedTerm;
  /** Status at iat, as known at iat. */
  authorisation_status: AttestedStatus;
  /** Where the present status is published. */
  status: StatusPlace;
  /** Legal name; public for a legal person, partner for a natural person. */
  legalName?: Name;
  /** Trade names, names in local script, former names. */
  otherNames?: OtherName[];
  /** Registered address. */
  address?: Address;
  /** Numbers of the holder beside its TIN. */
  identifiers?: Identifier[];
  /** Size class. */
  sizeClass?: SizeClass;
  /** What the size class rests on. */
  msmeBasis?: MsmeBasis;
  /** How each criterion of the SAFE Framework came out. */
  criteria?: CriterionResult[];
  /** Digest of the record. */
  record_digest?: Sha256Hex;
}
/** Where the holder stands on sharing the record, for all agreements or one. */
export interface Consent {
  /** What the consent is about. */
  scope: ConsentScope;
  /** Where the holder stands. */
  state: ConsentState;
  /** Since when. */
  since: Instant;
  /** Whether the holder agreed to be named in public. */
  publish?: Boolean;
}
/** `all`, or the code of one agreement. */
export type ConsentScope = string;
/** Where the holder stands on sharing the record. */
export type ConsentState = "given" | "refused" | "withdrawn" | "not-required";
/** Whom to ask about the record; holds at least one of its items. */
export interface Contact {
  /** Name of the person or desk. */
  name?: Name;
  /** E-mail address. */
  email?: ShortText;
  /** Telephone number. */
  phone?: ShortText;
}
/** Country as ISO 3166-1 alpha-2, or the customs code EU, XI or XK where a rule allows. */
export type CountryCode = string;
/** The thirteen conditions of the SAFE Framework, in its order. */
export type Criterion = "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M";
/** How a criterion came out for this operator. */
export type CriterionOutcome = "met" | "met-by-alternative" | "not-required-by-tier" | "not-in-programme";
/** How one criterion of the SAFE Framework came out. */
export interface CriterionResult {
  /** The criterion. */
  criterion: Criterion;
  /** How it came out. */
  outcome: CriterionOutcome;
}
/** Currency as ISO 4217 alpha-3. */
export type CurrencyCode = string;
/** Calendar date `YYYY-MM-DD`, informative only. */
export type Date = string;
/** Exact decimal as text: no exponent, no leading or trailing zero, no minus zero. */
export type DecimalText = string;
/** Code of a definition of size classes. */
export type DefinitionCode = string;
/** Version of the definition: a year, a date or the number its source gives it. */
export type DefinitionVersion = string;
/** The document behind a size class. */
export interface Evidence {
  /** Scheme that issued the document. */
  scheme: IdentifierScheme;
  /** Number of the document. */
  value: IdentifierValue;
  /** Last day of its validity, where it has one. */
  validUntil?: Date;
}
/** An item of somebody else's vocabulary, kept as text in every syntax. */
export interface Extension {
  /** Owner of the vocabulary. */
  uri: Uri;
  /** Name of the item within it. */
  name: ExtensionName;
  /** Value of the item. */
  value: ExtensionValue;
}
/** Name of an extension item. */
export type ExtensionName = string;
/** Value of an extension item. */
export type ExtensionValue = string;
/** A TIN that the operator had before. */
export interface FormerTin {
  /** The former number. */
  tin: Tin;
  /** First instant at which it no longer counted. */
  until: Instant;
}
/** The economic operator that holds the authorisation. */
export interface Holder {
  /** Organisation or human being. */
  kind: HolderKind;
  /** Trader Identification Number under which partners know the holder; public for a legal person, partner for a natural person. */
  tin: Tin;
  /** Legal name in Latin script; public for a legal person, partner for a natural person. */
  legalName: Name;
  /** System by which legalName was written in Latin script; absent where it is the name registered. Classed as legalName. */
  legalNameRomanisation?: Romanisation;
  /** Trade names, names in local script, former names; classed as legalName. */
  otherNames?: OtherName[];
  /** Registered address. */
  address?: Address;
  /** Numbers of the holder beside its TIN. */
  identifiers?: Identifier[];
  /** Places where the holder works. */
  sites?: Site[];
  /** Numbers the holder had before. */
  formerTins?: FormerTin[];
  /** Whom to ask about the record. */
  contacts?: Contact[];
}
/** Whether the operator is an organisation or a human being. */
export type HolderKind = "legal-person" | "natural-person";
/** A number that some scheme gave the operator or one of its sites. */
export interface Identifier {
  /** Scheme that issued the number. */
  scheme: IdentifierScheme;
  /** The number, as the scheme writes it. */
  value: IdentifierValue;
  /** First instant at which the number counts. */
  from?: Instant;
  /** First instant at which it no longer counts. */
  until?: Instant;
}
/** How a partner administration recognises the operator in a declaration. */
export type IdentifierMode = "aeo-number" | "partner-customs-code" | "importer-code" | "name-address";
/** Code of an identifier scheme. */
export type IdentifierScheme = string;
/** Identifier as its scheme writes it. */
export type IdentifierValue = string;
/** Instant in UTC to the second, `YYYY-MM-DDThh:mm:ssZ`. */
export type Instant = string;
/** The signature algorithms of this standard. */
export type KeyAlgorithm = "ES256" | "ES384";
/** Whether a key may be relied upon. */
export type KeyState = "active" | "retired" | "compromised";
/** Language as BCP 47. */
export type LanguageTag = string;
/** Number of a trust list, from 1 to 2^31, strictly increasing. */
export type ListSequence = number;
/** A key of an authority; its period is `from`, inclusive, to `until`, exclusive. */
export interface ListedKey {
  /** Thumbprint of the key. */
  kid: Thumbprint;
  /** The one algorithm it is used with. */
  algorithm: KeyAlgorithm;
  /** Carrier of the public key. */
  certificate: CertificateText;
  /** Whether it may still be relied upon. */
  state: KeyState;
  /** First instant at which it signs. */
  from?: Instant;
  /** First instant at which it no longer signs. */
  until?: Instant;
}
/** Free text of one line. */
export type LongText = string;
/** What is measured to find the size class. */
export type Measure = "headcount" | "turnover" | "balance-sheet" | "assets" | "investment" | "capital";
/** Size class of the holder under one legal definition, and what the programme does for it. */
export interface Msme {
  /** The class. */
  sizeClass: SizeClass;
  /** Legal definition applied. */
  definition: DefinitionCode;
  /** Version of that definition. */
  definitionVersion: DefinitionVersion;
  /** Line of business assessed. */
  sector?: Sector;
  /** Date of the assessment. */
  assessedOn: Date;
  /** Who stands behind the class. */
  assurance: Assurance;
  /** Document behind the class. */
  evidence?: Evidence;
  /** Figures on which the class rests. */
  basis?: BasisMeasure[];
  /** Provisions for small firms that were applied to this holder. */
  provisions?: Provision[];
}
/** What a size class rests on: everything of the item msme but the class itself. */
export interface MsmeBasis {
  /** Legal definition applied. */
  definition: DefinitionCode;
  /** Version of that definition. */
  definitionVersion: DefinitionVersion;
  /** Line of business assessed. */
  sector?: Sector;
  /** Date of the assessment. */
  assessedOn: Date;
  /** Who stands behind the class. */
  assurance: Assurance;
  /** Document behind the class. */
  evidence?: Evidence;
  /** Figures on which the class rests. */
  basis?: BasisMeasure[];
  /** Provisions for small firms that were applied to this holder. */
  provisions?: Provision[];
}
/** Name of a person, body or site. */
export type Name = string;
/** What another name of the operator is for. */
export type NameUse = "trade" | "local" | "former";
/** Whole seconds since 1970-01-01T00:00:00Z (RFC 7519), ten digits. */
export type NumericDate = number;
/** Customs office, as its administration writes it. */
export type OfficeCode = string;
/** A name of the operator beside its legal name. */
export interface OtherName {
  /** The name itself, in any script. */
  text: Name;
  /** Language of the name. */
  language: LanguageTag;
  /** Script of the name. */
  script: ScriptCode;
  /** What the name is for. */
  use: NameUse;
}
/** How a check came out. */
export type Outcome = "fail" | "pass" | "skipped" | "undetermined";
/** Postal code. */
export type Postcode = string;
/** AEO programme: country or customs code, hyphen, name. */
export type ProgrammeCode = string;
/** What a programme does for micro, small and medium-sized enterprises. */
export type Provision = "CRIT-REDUCED" | "CRIT-SPECIFIC-ONLY" | "CRIT-ALTERNATIVE-EVIDENCE" | "CRIT-TAILORED" | "CRIT-VALIDATORS-TRAINED" | "FIN-RELAXED-SOLVENCY" | "VOL-THRESHOLD-REMOVED" | "VOL-THRESHOLD-LOWERED" | "HIST-PERIOD-REDUCED" | "SEC-SPECIALISED" | "PREM-FLEX" | "APP-SIMPLIFIED-FORM" | "APP-DIGITAL" | "APP-FEE-FREE" | "APP-EXPEDITED" | "APP-INVITED" | "APP-SEPARATE-ROLES" | "SUP-CONSULTING-SUBSIDY" | "SUP-INVESTMENT-COFUNDING" | "SUP-SOFT-LOAN" | "SUP-FREE-TRAINING" | "SUP-TRAINING" | "SUP-ADVISORY-DESK" | "SUP-TAILORED-ADVICE" | "SUP-SELF-ASSESSMENT-TOOL" | "SUP-MENTOR-LARGE-AEO" | "SUP-TEMPLATE-RULES" | "SUP-OTHER-AGENCY-BENEFIT" | "TIER-ENTRY" | "TIER-UPGRADE-PATH" | "BEN-GOODS-AT-PREMISES" | "BEN-SEAL-HANDLING" | "BEN-ROUTE-CHOICE" | "BEN-PRIORITY-PROCESSING" | "BEN-FLEX-FIN-STANDARD" | "BEN-SIMPLIFIED-CARGO-TRANSPORT" | "BEN-REDUCED-LEAD-TIME" | "BEN-INSPECTION-EXEMPTION" | "BEN-TAX-PRIORITY" | "BEN-COMPLIANCE-GUIDANCE" | "BEN-TRAINING" | "BEN-GUARANTEE-REDUCTION" | "BEN-CREDIT-CULTIVATION" | "BEN-ONLINE-TRAINING" | "BEN-REPUTATION" | "BEN-BOND-REDUCTION" | "BEN-REFUND-SPEEDUP" | "BEN-24H-RELEASE" | "ENG-OUTREACH" | "ENG-OUTREACH-BUDGET" | "ENG-PUBLIC-CONSULTATION" | "ENG-REGULAR-FEEDBACK" | "ENG-MSME-FORUM" | "ENG-INTERAGENCY-RECOGNITION";
/** What an authority may sign. */
export type Purpose = "attestation" | "status" | "exchange";
/** How a partner recognises the holder under an agreement. */
export interface Recognition {
  /** The agreement. */
  agreement: AgreementCode;
  /** The partner administration. */
  partner: CountryCode;
  /** How the partner finds the holder in a declaration. */
  identifierMode: IdentifierMode;
  /** Numbers by which the partner knows the holder. */
  identifiers?: Identifier[];
  /** First instant of the recognition. */
  from: Instant;
  /** First instant after it. */
  until?: Instant;
}
/** Name of a record or site, unique and stable within the administration that issued it. */
export type RecordId = string;
/** A record that this one takes the place of; nothing is inherited from it. */
export interface Replacement {
  /** Administration of the former record. */
  administration: CountryCode;
  /** Record id of the former record. */
  recordId: RecordId;
  /** Why it was replaced. */
  cause: ReplacementCause;
}
/** Why one record takes the place of another. */
export type ReplacementCause = "merger" | "division" | "transfer" | "tin-change" | "renewal";
/** What the operator does in the supply chain (SAFE Framework operator types). */
export type Role = "manufacturer" | "importer" | "exporter" | "broker" | "carrier" | "consolidator" | "intermediary" | "port" | "airport" | "terminal-operator" | "integrated-operator" | "warehouse" | "distributor" | "freight-forwarder" | "courier" | "other";
/** How a name registered in another script was written in Latin letters. */
export type Romanisation = "ALA-LC" | "BGN-PCGN" | "HANYU-PINYIN" | "HEPBURN" | "ISO-9" | "ISO-233" | "ISO-3602" | "MCCUNE-REISCHAUER" | "NATIONAL" | "OWN" | "REVISED-KOREAN" | "RTGS" | "WADE-GILES" | "UNKNOWN";
/** What an authority may speak for; all of it must fit. */
export interface Scope {
  /** In whose name. */
  administration: CountryCode;
  /** About which programme. */
  programme: ProgrammeCode;
  /** How the TINs covered begin. */
  tinPrefixes: TinPrefix[];
  /** What it may sign. */
  purposes: Purpose[];
  /** First instant at which it counts. */
  from?: Instant;
  /** First instant at which it no longer counts. */
  until?: Instant;
}
/** Script as ISO 15924. */
export type ScriptCode = string;
/** The line of business under which the size was assessed. */
export interface Sector {
  /** Classification, such as ISIC4 or NACE2. */
  scheme: IdentifierScheme;
  /** Code within the classification. */
  code: IdentifierValue;
}
/** Whole number from 1, at most nine digits, written without sign or point. */
export type SequenceNumber = number;
/** SHA-256 in lower-case hexadecimal digits. */
export type Sha256Hex = string;
/** Short free text. */
export type ShortText = string;
/** A place where the operator works, with the numbers partners know it by. */
export interface Site {
  /** Name of the site, stable within the record. */
  siteId: RecordId;
  /** Name of the site. */
  name: Name;
  /** Where the site is. */
  address: Address;
  /** Numbers of the site, such as several MIDs. */
  identifiers?: Identifier[];
  /** What is done at the site. */
  functions?: Role[];
  /** First instant at which the site belongs to the record. */
  from?: Instant;
  /** First instant at which it no longer belongs to it. */
  until?: Instant;
}
/** How large the operator is under the definition named beside it. */
export type SizeClass = "micro" | "small" | "medium" | "msme" | "large";
/** Version of this standard that the record follows. */
export type SpecVersion = string;
/** What an attestation states. */
export type StatementType = string;
/** What a status event does to the authorisation. */
export type Status = "granted" | "suspended" | "reinstated" | "revoked" | "withdrawn" | "expired" | "annulled";
/** One change of the status, as recorded; never edited, only annulled by a later event. */
export interface StatusEvent {
  /** Number of the event within the record. */
  seq: SequenceNumber;
  /** What the event does. */
  status: Status;
  /** When it takes effect; may be earlier than recordedAt. */
  effectiveFrom: Instant;
  /** When the administration recorded it. */
  recordedAt: Instant;
  /** Until when a suspension is planned; passing it reinstates nothing. */
  plannedUntil?: Instant;
  /** Tiers it concerns; absent means all. */
  appliesTo?: TierCode[];
  /** Number of the event that is annulled. */
  annuls?: SequenceNumber;
  /** Why, in words. */
  reason?: LongText;
}
/** Place in a status list, counted from 0. */
export type StatusIndex = number;
/** One place in one status list. */
export interface StatusListPlace {
  /** Place of the entry, counted from 0. */
  idx: StatusIndex;
  /** Name and address of the status list. */
  uri: Uri;
}
/** Where the present status of the attestation is published. */
export interface StatusPlace {
  /** Place in a status list (Token Status List). */
  status_list: StatusListPlace;
}
/** A period during which the same tiers and roles were held. */
export interface Term {
  /** First instant of the term. */
  from: Instant;
  /** First instant after the term; absent while open. */
  until?: Instant;
  /** Tiers of the programme held; several where modules combine. */
  tiers: TierCode[];
  /** Roles in the supply chain that are covered. */
  roles: Role[];
  /** The role in the words of the programme. */
  nationalRole?: ShortText;
}
/** RFC 7638 thumbprint of a public key: SHA-256 in base64url. */
export type Thumbprint = string;
/** Code of a tier within its programme. */
export type TierCode = string;
/** Trader Identification Number: issuing country alpha-2, then 1 to 15 printable ASCII characters without blank or lower case (WCO an..17). */
export type Tin = string;
/** How the TINs covered begin, with the country. */
export type TinPrefix = string;
/** Who may speak for what, as one relying party sees it. */
export interface TrustList {
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** Name of the list. */
  listId: RecordId;
  /** Number of this issue of the list. */
  sequence: ListSequence;
  /** When it was issued. */
  issuedAt: Instant;
  /** By when the next one is issued. */
  nextUpdate: Instant;
  /** Who may speak. */
  authorities: Authority[];
}
/** Absolute URI that names the owner of an extension. */
export type Uri = string;
/** The three answers; UNDETERMINED is an answer of its own and never means yes. */
export type Verdict = "NOT_VALID" | "UNDETERMINED" | "VALID";
/** The answer about one attestation. `as_of` is the instant of the status list that was used, `trust_lists` the names of the trust lists that have the key. `claims` is empty unless the signature was found to be right. */
export interface Verification {
  source: string;
  verdict: Verdict;
  asOf?: string;
  trustLists?: string[];
  checks: CheckResult[];
  claims: Record<string, unknown>;
}
/** For whom this record was cut from the administration's full record. */
export interface View {
  /** Who the view was made for. */
  audience: AudienceCode;
  /** Agreement under which the view is shared. */
  agreement?: AgreementCode;
}

/** A rule that a verifier checks. */
export type Code = "AEO-SIG-01" | "AEO-SIG-02" | "AEO-SIG-03" | "AEO-SIG-04" | "AEO-SIG-05" | "AEO-SIG-06" | "AEO-SIG-07" | "AEO-SIG-08" | "AEO-SIG-09" | "AEO-SIG-10" | "AEO-SIG-11" | "AEO-SIG-12" | "AEO-SIG-13" | "AEO-SIG-14" | "AEO-SIG-15" | "AEO-SIG-16" | "AEO-SIG-17" | "AEO-SIG-18" | "AEO-SIG-19" | "AEO-SIG-20" | "AEO-SIG-21" | "AEO-SIG-22" | "AEO-SIG-23" | "AEO-SIG-24" | "AEO-SIG-25" | "AEO-SIG-26" | "AEO-SIG-27" | "AEO-STA-01" | "AEO-STA-02" | "AEO-STA-03" | "AEO-STA-04" | "AEO-STA-05" | "AEO-STA-06" | "AEO-STA-07" | "AEO-STA-08" | "AEO-STA-09" | "AEO-STA-10" | "AEO-TRU-01" | "AEO-TRU-02" | "AEO-TRU-03" | "AEO-TRU-04" | "AEO-TRU-05" | "AEO-TRU-06" | "AEO-TRU-07" | "AEO-TRU-08" | "AEO-TRU-09" | "AEO-TRU-10" | "AEO-TRU-11" | "AEO-TRU-12" | "AEO-TRU-13" | "AEO-TRU-14";
