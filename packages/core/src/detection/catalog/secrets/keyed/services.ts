import { alnum, hex, lower } from '../../samples.ts';
import { FILLERS } from '../fillers.ts';
import { UUID, secret } from '../shape.ts';
import { CREDENTIAL, VALUE_NEAR, NOT_KEYS } from './keyed.ts';

/** Services that give out keys without saying what the keys look like, by the names that variables carry. */
const SERVICES = (
  'abyssale aeroworkflow airbrake alconost aletheia allsports amadeus apacta apideck apiflash apifonica apimatic ' +
  'apimetrics apitemplate appcues appfollow appointed appoptics appsynergy apptivo artsy atera audd autodesk autoklose ' +
  'autopilot avaza aylien baremetrics baseapi beebole besnappy besttime billomat bitcoinaverage blitapp blynk boostnote ' +
  'borgbase brandfetch buddyns bugherd bulbul buttercms caflou calorieninja cannyio captaindata carboninterface cashboard ' +
  'caspio cexio checio checkvist clickhelp cliengo clinchpad cloudelements cloudimage cloudsight cloverly clustdoc ' +
  'codequiry commercejs conversiontools convertkit convier countrylayer coze craftmypdf ' +
  'crossbrowsertesting currencycloud currencyscoop customerguru dareboost databox datafire datagov debounce ' +
  'delighted deviantart diffbot diggernaut disqus dnscheck documo dotmailer dovico dronahq duply dynalist dyspatch ' +
  'easyinsight ecostruxure edenai eightxeight enablex ethplorer exportsdk extractorapi faceplusplus fastforex ' +
  'feedier fetchrss finage findl flatio flightapi flightlabs flightstats flowflu fmfw formbucket formcraft formio formsite ' +
  'fulcrum fullstory fxmarket gainsight gengo geocodify getgeoapi getgist getsandbox glassnode gocanvas goodday graphcms ' +
  'groovehq gtmetrix guardianapi gyazo happyscribe heatmapapi hypertrack iconfinder iexapis imagga  ' +
  'instabot instamojo interseller intrinio invoiceocean kagi kanbanize kanbantool keenio klipfolio knapsackpro kontent ' +
  'kylas lendflow lexigram lichess linkpreview liveagent livestorm loadmill loginradius lunchmoney madkudu magicbell ' +
  'mailmodo meistertask mesibo metaapi mixmax mockaroo mrticktock muxtoken myfreshworks myintervals nasdaq ' +
  'natureremo netsuite nftport nylas noticeable nutritionix oanda onbuka onedesk onfleet oopspam openvpn overloop owlbot ' +
  'pandascore paralleldots parsehub parseur partnerstack pastebin paydirt pdfshift peopledatalabs photoroom phpmailer ' +
  'pipedream podio pollsapi postageapi powrbot prodpad ptvapi publer purestake qase qualaroo qubole reachmail ' +
  'reallysimplesystems rechargepayments repairshopr replyio requestfinance retellai ritekit robinhood ' +
  'rocketreach rownd runrunit salescookie salesflare scalr scrapeowl scrapersite scrapingant selectpdf sheety sherpadesk ' +
  'shotstack shutterstock signable signaturit signupgenius sigopt simfin simplesat simplynoted simvoly sirv siteleaf ' +
  'skrappio skybiometry sloppyio smartystreets smooch snipcart snowflake sparkpost spoonacular sportradar sportsmonk ' +
  'statuspal stockdata storecove stormboard storychief stripo sugester supernotes surveyanyplace surveybot ' +
  'survicate swiftype tallyfy taxjar technicalanalysis tefter teletype thinkific thousandeyes ' +
  'ticketmaster tickettailor timecamp timezoneapi tmetric tokeet tradier travelpayouts tyntec typetalk uclassify ' +
  'unifyid uplead upwave verimail veriphone viewneo voodoosms vouchery vpnapi vastai webscraper websitepulse whoxy wistia ' +
  'worksnaps workstack worldweather youneedabudget yousign zenrows zipapi zipbooks appdynamics argocd authy beyondtrust ' +
  'bitdefender bitwarden boldsign brightdata camunda cashfree celigo chainstack chargify cloudability cloudhealth  ' +
  'conjur crowdstrike cyberark dataiku datarobot descope dockerhub duosecurity dynadot eloqua emarsys eodhd fivetran ' +
  'fortinet forter freshservice fusionauth gainsight getaccept gitguardian guesty helius hightouch hootsuite hotjar  ' +
  'jamf kentik keycloak kinde kolide kustomer lacework logrocket logicmonitor lucidchart mapmyindia marketo mattermost mender ' +
  'netskope nifty nordigen ntropy ocrspace okteto openproject orcasecurity paloalto passbolt ' +
  'patreon payfast payoneer payu pendo pexip pingone pleo portkey printify privx productboard proofpoint proxmox pushwoosh ' +
  'qualys quickchart redoxengine remitly replit reolink rippling rudderstack saleor sailpoint samsara secureworks ' +
  'sendcloud sendle sensu servicenow shipbob signrequest simplybook sisense skyscanner smartlook sophos sorare sovos spreedly ' +
  'stackpath stackblitz stackrox sugarcrm synopsys tenable teleport testrail thanx tinify ' +
  'tinypng trendmicro tripadvisor truelayer trulioo twingate unbounce upwork veeam veracode verkada voipms ' +
  'whereby workable wpengine xendit yext yodeck zapsign zenhub zluri zohocrm zscaler zuora'
).split(' ');

/** The rest of the service's name, further words with one for a credential among them, and what assigns. */
const NAMED = `(?=[a-z _.-]{0,32}?(?:${CREDENTIAL}))[a-z _.-]{4,32}[a-z_][^\\w\\n]{0,4}`;

/** A mixed value without underscores, which words of names are joined by; or very many digits. */
const VALUE = `(?<value>${UUID}|(?=[a-z-]{0,24}[0-9])(?=[0-9-]{0,16}[a-z])[a-z0-9-][a-z0-9+/=.-]{13,48}|[0-9]{24,48})(?![\\w(\\[])`;

/** Secrets of services of which only the name is known. */
export const KEYED_SERVICE_RULES = [
  secret({
    id: 'service-secret',
    tags: ['secret.credential'],
    anchors: SERVICES.filter((name) => name.length > 3),
    ignoreCase: true,
    pattern: `(?<![a-z])${VALUE_NEAR}${NAMED}(?<![0-9a-z])${VALUE}`,
    maxLength: 120,
    confidence: 0.6,
    priority: 190,
    entropy: 2.5,
    generic: true,
    notKey: NOT_KEYS,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/798.html',
    examples: {
      positive: [
        `ROCKETREACH_API_KEY=${alnum(32)}`,
        `storecove token for staging: ${lower(24)}`,
        `fullstorySECRET ${hex(40)}`,
      ],
      negative: [
        'snowflake tokens are issued to a user',
        'SNOWFLAKE_URL=https://www.example.com',
        'disqus key = ${DISQUS_KEY}',
        'the tableau private beta',
      ],
    },
  }),
];
